import { gunzipSync } from 'node:zlib';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Receiver, type ReceiverOptions, rude, type MannerName, startReceiver } from './index.js';

const receivers: Receiver[] = [];
afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.close();
});

async function receiverThat(options: ReceiverOptions = {}): Promise<Receiver> {
  const receiver = await startReceiver(options);
  receivers.push(receiver);
  return receiver;
}

interface Heard {
  readonly bytes: Buffer;
  readonly end: 'open' | 'closed' | 'reset';
}

/** What comes within the time, or up to so many bytes. */
async function hear({ port }: Receiver, path: string, { ms = 400, most = 1e6 } = {}): Promise<Heard> {
  const chunks: Buffer[] = [];
  const socket = connect(port, '127.0.0.1');
  const end = await new Promise<Heard['end']>((resolve) => {
    const timer = setTimeout(() => resolve('open'), ms);
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      if (chunks.reduce((sum, { length }) => sum + length, 0) >= most) resolve('open');
    });
    socket.once('end', () => resolve('closed')).once('error', () => resolve('reset'));
    socket.once('close', () => clearTimeout(timer));
    socket.write(`POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}`);
  });
  socket.destroy();
  return { bytes: Buffer.concat(chunks), end };
}

const heardFrom = async (greeting: ReceiverOptions['greeting']): Promise<unknown[]> => {
  const { bytes, end } = await hear(await receiverThat({ greeting: greeting! }), '/', { ms: 200 });
  return [bytes.toString('latin1'), end];
};

const expectations: readonly [path: string, text: RegExp, end: Heard['end']][] = [
  ['/anything', /^HTTP\/1\.1 200 OK/, 'open'],
  ['/503', /^HTTP\/1\.1 503 /, 'open'],
  ['/429-30/x', /^HTTP\/1\.1 429 [^]*retry-after: 30\r\n/, 'open'],
  ['/302', /^HTTP\/1\.1 302 [^]*location: \/elsewhere\r\n/, 'open'],
  ['/103', /^HTTP\/1\.1 103 \w+\r\n\r\n$/, 'open'],
  ['/slow-100', /^HTTP\/1\.1 200 OK/, 'open'],
  ['/redirect?a=b', /^HTTP\/1\.1 302 [^]*location: \/elsewhere\r\n/, 'open'],
  ['/hang', /^$/, 'open'],
  ['/hang-in-status', /^HTTP\/1\.1 20$/, 'open'],
  ['/hang-in-headers', /^HTTP\/1\.1 200 OK\r\nX-Slow: $/, 'open'],
  ['/hang-in-body', /\r\n\r\nbegin$/, 'open'],
  ['/drip-headers-50', /^HTTP\/1\.1 200 OK\r\nX-Slow: a{3,}$/, 'open'],
  ['/drip-50', /begin\r\n(1\r\na\r\n){3,}$/, 'open'],
  ['/nonsense', /^this is no HTTP/, 'closed'],
  ['/twice', /^HTTP\/1\.1 200 OK[^]*HTTP\/1\.1 410 Again/, 'open'],
  ['/reset', /^$/, 'reset'],
  ['/reset-in-headers', /^(HTTP\/1\.1 200 OK\r\nX-Cut: )?$/, 'reset'],
  ['/reset-in-body', /^(HTTP\/1\.1 200 OK[^]*begin)?$/, 'reset'],
  ['/close', /^$/, 'closed'],
  ['/close-in-status', /^HTTP\/1\.1 2$/, 'closed'],
  ['/close-in-body', /\r\n\r\nbegin$/, 'closed'],
];

describe('The rude receiver', () => {
  it('answers each path as it says', async () => {
    const receiver = await receiverThat();
    const answers = await Promise.all(
      expectations.map(async ([path]) => {
        const { bytes, end } = await hear(receiver, path);
        return [path, bytes.toString('latin1'), end];
      }),
    );
    expect(answers).toEqual(
      expectations.map(([path, text, end]) => [path, expect.stringMatching(text), end]),
    );
  });

  it.each<[MannerName, RegExp]>([
    ['endless', /\r\n\r\nx+$/],
    ['huge', /Content-Length: 10737418240\r\n\r\nx+$/],
    ['huge-headers', /^HTTP\/1\.1 200 OK\r\n(X-Much: a+\r\n)+/],
    ['informational', /^(HTTP\/1\.1 103 Early Hints\r\n\r\n)+/],
  ])('floods with %s', async (name, text) => {
    const receiver = await receiverThat({ answer: rude(name) });
    const { bytes } = await hear(receiver, '/', { ms: 5_000 });
    expect(bytes.length).toBeGreaterThanOrEqual(1e6);
    expect(bytes.toString('latin1')).toMatch(text);
  });

  it('ends a flood where it was told to', async () => {
    const receiver = await receiverThat({ answer: rude('huge-headers', 1) });
    const { bytes, end } = await hear(receiver, '/', { ms: 5_000, most: 1e7 });
    expect(end).toBe('closed');
    expect(bytes.length).toBeGreaterThanOrEqual(2 ** 20);
  });

  it('sends a bomb that gzip can read', async () => {
    const receiver = await receiverThat({ answer: rude('gzip-bomb', 1 / 64) });
    const { bytes } = await hear(receiver, '/', { ms: 5_000 });
    const body = bytes.subarray(bytes.indexOf('\r\n\r\n') + 4);
    expect(body.length).toBeLessThan(50_000);
    expect(gunzipSync(body)).toHaveLength(2 ** 24);
  });

  it('closes a connection that was kept when it is used again', async () => {
    const receiver = await receiverThat({ answer: rude('close-kept') });
    const socket = connect(receiver.port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
    const ended = new Promise((resolve) => socket.once('end', resolve));
    const request = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n';
    socket.write(request);
    await receiver.waitFor(1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.write(request);
    await ended;
    expect(text.split('HTTP/1.1 200 OK')).toHaveLength(2);
    expect([receiver.requests.length, receiver.connections]).toEqual([2, 1]);
  });

  it('greets as it is told', async () => {
    expect(await heardFrom('silent')).toEqual(['', 'open']);
    expect(await heardFrom('refuse')).toEqual(['', 'reset']);
    expect(await heardFrom('reset-at-once')).toEqual(['', 'reset']);
    expect(await heardFrom('close-at-once')).toEqual(['', expect.stringMatching(/closed|reset/)]);
    expect(await heardFrom('tls-alert')).toEqual(['\x15\x03\x03\0\x02\x02\x28', 'closed']);
    expect(await heardFrom('banner')).toEqual(['SSH-2.0-OpenSSH_9.2\r\n', 'open']);
  });

  it('leaves a path alone that is only like a name', async () => {
    const receiver = await receiverThat();
    const paths = ['/drip-x', '/hang-5', '/constructor', '/429-', '/999', '/redirect-1', '/hanging'];
    const answers = await Promise.all(paths.map((path) => hear(receiver, path, { ms: 200 })));
    for (const { bytes } of answers) expect(bytes.toString()).toMatch(/^HTTP\/1\.1 200 OK/);
  });
});
