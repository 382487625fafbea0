import type { LookupAddress } from 'node:dns';
import { type Answer, type Receiver, type ReceiverOptions, rude, startReceiver } from '@app/testing';
import { array, assert, asyncProperty, constantFrom } from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type CallResult, type EgressOptions, UndiciEgress } from './index.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function egressOf(options: Partial<EgressOptions> = {}): UndiciEgress {
  const egress = new UndiciEgress({
    requestTimeoutMs: 10_000,
    responseBodyLimit: 1_000,
    allowedTargets: ['127.0.0.0/8'],
    blockedPorts: [],
    requireHttps: false,
    userAgent: 'Doorbell/test',
    ...options,
  });
  closers.push(() => egress.close());
  return egress;
}

async function receiverThat(options: ReceiverOptions): Promise<Receiver> {
  const receiver = await startReceiver(options);
  closers.push(() => receiver.close());
  return receiver;
}

/** Answers with the head and then, for ever, with the piece. */
function flood(head: string, piece: string): ReceiverOptions['greeting'] {
  const block = piece.repeat(Math.ceil(16_384 / piece.length));
  return (socket) => {
    const write = (): void => {
      while (!socket.destroyed && socket.write(block));
    };
    socket.once('data', () => {
      socket.write(head);
      socket.on('drain', write);
      write();
    });
  };
}

/** One call after another. */
async function callsOf(
  egress: UndiciEgress,
  { url }: { readonly url: string },
  count: number,
): Promise<readonly CallResult[]> {
  const results: CallResult[] = [];
  for (let index = 0; index < count; index += 1) {
    results.push(await egress.call({ url, body: '{}' }));
    // undici takes a connection back a moment after its answer.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return results;
}

describe('A connection that was kept', () => {
  it('and closes just as a request goes out is no failed call: the request goes out again, on a new one', async () => {
    const receiver = await receiverThat({ answer: rude('close-kept') });
    const results = await callsOf(egressOf(), receiver, 4);
    expect(results.map(({ returnCode, error }) => [returnCode, error])).toEqual(
      results.map(() => [200, null]),
    );
    const [first, second] = results;
    expect(first!.timings.connect).toBeGreaterThan(0);
    expect(second!.timings.connect).toBeGreaterThan(0);
    expect(receiver.requests.length).toBeGreaterThan(4);
  });

  it('is tried again once, and what comes of that counts', async () => {
    const answers: Answer[] = [200, rude('reset'), rude('reset'), 200];
    const receiver = await receiverThat({
      answer: (request, response, count) => {
        const answer = answers[count - 1]!;
        return typeof answer === 'number' ? answer : answer(request, response, count);
      },
    });
    const results = await callsOf(egressOf(), receiver, 3);
    expect(results.map(({ returnCode, error }) => [returnCode, error?.code])).toEqual([
      [200, undefined],
      [0, 'reset'],
      [200, undefined],
    ]);
    expect([receiver.requests.length, receiver.connections]).toEqual([4, 3]);
  });

  it('is not tried again once the receiver has had its time to work', async () => {
    const receiver = await receiverThat({
      answer: async (request, response, count) => {
        if (count === 1) return 200;
        await new Promise((resolve) => setTimeout(resolve, 1_200));
        response.socket?.destroy();
        return undefined;
      },
    });
    const results = await callsOf(egressOf(), receiver, 2);
    expect(results.map(({ error }) => error?.code)).toEqual([undefined, 'reset']);
    expect(receiver.requests).toHaveLength(2);
  });

  it('and was new is not tried again', async () => {
    const receiver = await receiverThat({ answer: rude('reset') });
    const [result] = await callsOf(egressOf(), receiver, 1);
    expect(result!.error?.code).toBe('reset');
    expect(receiver.requests).toHaveLength(1);
  });

  it('is not tried again when Doorbell stops', async () => {
    const receiver = await receiverThat({
      answer: (_request, _response, count) => (count === 1 ? 200 : undefined),
    });
    const egress = egressOf();
    await callsOf(egress, receiver, 1);
    const ending = new AbortController();
    setTimeout(() => ending.abort(), 50);
    const result = await egress.call({ url: receiver.url, body: '{}' }, ending.signal);
    expect(result.error?.code).toBe('interrupted');
    expect(receiver.requests).toHaveLength(2);
  });
});

describe('A receiver that answers twice', () => {
  it('is believed once: the second answer is not taken for that to the next call', async () => {
    const receiver = await receiverThat({
      answer: (request, response, count) => {
        const answer = rude('twice', 410);
        return count === 1 && typeof answer === 'function' ? answer(request, response, count) : 204;
      },
    });
    const results = await callsOf(egressOf(), receiver, 3);
    expect(results.map(({ returnCode }) => returnCode)).toEqual([200, 204, 204]);
  });
});

describe('A flood', () => {
  const ok = 'HTTP/1.1 200 OK\r\n';
  const floods = {
    'informational responses': ['', 'HTTP/1.1 103 Early Hints\r\n\r\n', 0],
    'blank lines': ['', '\r\n', 0],
    'a reason without end': ['HTTP/1.1 200 ', 'a', 0],
    headers: [ok, `X-Much: ${'a'.repeat(1_000)}\r\n`, 0],
    'one header': [`${ok}X-Much: `, 'a', 0],
    'the extension of a chunk': [`${ok}Transfer-Encoding: chunked\r\n\r\n5;`, 'a', 200],
    trailers: [`${ok}Transfer-Encoding: chunked\r\n\r\n0\r\n`, `X-Much: ${'a'.repeat(1_000)}\r\n`, 200],
    'a body': [`${ok}\r\n`, 'a', 200],
  } as const;

  it('ends long before the timeout, and takes no memory', { timeout: 60_000 }, async () => {
    const egress = egressOf();
    const healthy = await receiverThat({ answer: 204 });
    const before = process.memoryUsage().rss;
    for (const [name, [head, piece, status]] of Object.entries(floods)) {
      const receiver = await receiverThat({ greeting: flood(head, piece)! });
      const [result, other] = await Promise.all([
        egress.call({ url: receiver.url, body: '{}' }),
        egress.call({ url: healthy.url, body: '{}' }),
      ]);
      expect([name, result.returnCode, result.error?.code]).toEqual([
        name,
        status,
        status === 0 ? 'invalid_response' : undefined,
      ]);
      expect([name, result.durationMs < 5_000]).toEqual([name, true]);
      expect([name, other.returnCode]).toEqual([name, 204]);
    }
    expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(150);
  });

  it('is none where many answers come over one connection', { timeout: 30_000 }, async () => {
    const body = 'x'.repeat(900_000);
    const receiver = await receiverThat({ answer: (_request, response) => void response.end(body) });
    const egress = egressOf({ responseBodyLimit: 1_000_000 });
    const until = Date.now() + 1_500;
    let calls = 0;
    while (Date.now() < until) {
      const result = await egress.call({ url: receiver.url, body: '{}' });
      expect([result.success, result.responseBody?.length]).toEqual([true, body.length]);
      calls += 1;
    }
    expect(calls).toBeGreaterThan(10);
  });
});

describe('A blocked port', () => {
  it('is not even connected to, also where its address is allowed', async () => {
    const receiver = await receiverThat({ answer: 200 });
    const egress = egressOf({ blockedPorts: ['25', `${receiver.port - 1}-${receiver.port + 1}`] });
    for (const url of [receiver.url, 'http://127.0.0.1:25/', 'https://example.com:25/']) {
      const { error } = await egress.call({ url, body: '{}' });
      expect([url, error?.code]).toEqual([url, 'target_blocked']);
      expect(error?.message).toContain(`Port ${new URL(url).port} `);
    }
    expect(receiver.connections).toBe(0);
  });

  it('is also the one that a URL leaves out', async () => {
    const egress = egressOf({ blockedPorts: ['80', '443'] });
    for (const url of ['http://127.0.0.1/', 'https://127.0.0.1/']) {
      expect((await egress.call({ url, body: '{}' })).error?.code).toBe('target_blocked');
    }
  });
});

const answerOf = (addresses: readonly string[]): LookupAddress[] =>
  addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

describe('A name', () => {
  const publicAddresses = ['8.8.8.8', '1.1.1.1', '2606:4700::1111', '64:ff9b::808:808'];
  const privateAddresses = [
    '10.0.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '168.63.129.16',
    '::1',
    '::',
    'fe80::1',
    'fe80::1%lo',
    'fd00:ec2::254',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::808:808',
    '2002:7f00:1::',
    '2001:0:7f00:1::',
    '::7f00:1',
    'ff02::1',
  ];
  it('with one private address, wherever it stands among public ones, is not connected to at all', async () => {
    const others = array(constantFrom(...publicAddresses), { maxLength: 4 });
    const opened: unknown[] = [];
    let addresses: readonly string[] = [];
    const egress = egressOf({
      allowedTargets: [],
      lookup: (_name, _options, callback) => callback(null, answerOf(addresses)),
      onSocket: (socket) => socket.once('connectionAttempt', (address) => opened.push(address)),
    });
    await assert(
      asyncProperty(
        others,
        constantFrom(...privateAddresses),
        others,
        constantFrom('http', 'https'),
        async (...given) => {
          const [before, bad, after, protocol] = given;
          addresses = [...before, bad, ...after];
          const { error } = await egress.call({ url: `${protocol}://mixed.example/`, body: '{}' });
          expect(error?.code).toBe('target_blocked');
          expect(error?.message).toContain(bad);
        },
      ),
      { numRuns: 200 },
    );
    expect(opened).toEqual([]);
  });

  it('without any address is a failure of names', async () => {
    const egress = egressOf({ lookup: (_name, _options, callback) => callback(null, []) });
    const { error } = await egress.call({ url: 'http://empty.example/', body: '{}' });
    expect(error).toEqual({ code: 'dns', message: 'The host name has no address.' });
  });
});
