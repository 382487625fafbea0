import { type Greeting, type MannerName, type Receiver, rude, startReceiver } from '@app/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type CallAnswer,
  type Doorbell,
  queueNames,
  startDoorbell,
  type TestOrganizer,
} from '../setup/doorbell.js';

type Outcome = readonly [status: number, error: string | undefined];

/** What the log says of one call to a receiver that does this. */
const answered: Readonly<Partial<Record<MannerName, Outcome>>> = {
  redirect: [302, 'redirect'],
  hang: [0, 'timeout'],
  'hang-in-status': [0, 'timeout'],
  'hang-in-headers': [0, 'timeout'],
  'hang-in-body': [200, undefined],
  'drip-headers': [0, 'timeout'],
  drip: [200, undefined],
  endless: [200, undefined],
  huge: [200, undefined],
  'huge-headers': [0, 'invalid_response'],
  'gzip-bomb': [200, undefined],
  informational: [0, 'invalid_response'],
  nonsense: [0, 'invalid_response'],
  twice: [200, undefined],
  reset: [0, 'reset'],
  'reset-in-headers': [0, 'reset'],
  'reset-in-body': [200, undefined],
  close: [0, 'reset'],
  'close-in-status': [0, 'reset'],
  'close-in-body': [200, undefined],
  'close-kept': [200, undefined],
};
/** Over http, and over https. */
const greeted: Readonly<Record<Greeting, readonly [http: Outcome, https: Outcome]>> = {
  refuse: [
    [0, 'connect_refused'],
    [0, 'connect_refused'],
  ],
  silent: [
    [0, 'timeout'],
    [0, 'timeout'],
  ],
  'reset-at-once': [
    [0, 'reset'],
    [0, 'reset'],
  ],
  'close-at-once': [
    [0, 'reset'],
    [0, 'reset'],
  ],
  'tls-alert': [
    [0, 'invalid_response'],
    [0, 'tls_other'],
  ],
  banner: [
    [0, 'invalid_response'],
    [0, 'tls_other'],
  ],
};

const requestTimeoutMs = 4_000;
const healthyOnes = 5;
const mebibyte = 2 ** 20;

describe.each(queueNames)('rude receivers over the %s queue', (queue) => {
  let doorbell: Doorbell;
  let organizer: TestOrganizer;
  const receivers: Receiver[] = [];

  beforeAll(async () => {
    doorbell = await startDoorbell({ queue, settings: { requestTimeoutMs } });
  });
  beforeEach(async () => (organizer = await doorbell.createOrganizer()));
  afterAll(async () => {
    for (const receiver of receivers) await receiver.close();
    await doorbell.stop();
  });

  async function started(options: Parameters<typeof startReceiver>[0]): Promise<Receiver> {
    const receiver = await startReceiver(options);
    receivers.push(receiver);
    return receiver;
  }

  it('Each is logged as what it does, in bounded time and memory, and delays nobody else.', async () => {
    const expected = new Map<number, readonly [name: string, outcome: Outcome]>();
    const watch = async (name: string, target_url: string, outcome: Outcome): Promise<void> => {
      const { id } = await organizer.createWebhook({ target_url });
      expected.set(id, [name, outcome]);
    };
    for (const [name, outcome] of Object.entries(answered)) {
      const { url } = await started({ answer: rude(name as MannerName) });
      await watch(name, url, outcome);
    }
    for (const [name, [http, https]] of Object.entries(greeted)) {
      const { url } = await started({ greeting: name as Greeting });
      await watch(`${name} over http`, url, http);
      await watch(`${name} over https`, url.replace('http:', 'https:'), https);
    }
    const healthy = await started({ answer: 204 });
    for (let count = 0; count < healthyOnes; count += 1)
      await watch('healthy', healthy.url, [204, undefined]);
    const memory = process.memoryUsage().rss;
    const began = Date.now();
    await organizer.record();
    await healthy.waitFor(healthyOnes);
    const healthyMs = Date.now() - began;
    await doorbell.untilAllWait({ timeoutMs: 25_000 });

    const calls = new Map<number, CallAnswer>();
    for (const id of expected.keys()) calls.set(id, (await organizer.calls(id))[0]!);
    const outcomes = [...expected].map(([id, [name]]) => {
      const { return_code: status, error } = calls.get(id)!;
      return [name, [status, error?.code]];
    });
    expect(outcomes).toEqual([...expected.values()]);
    for (const [id, [name]] of expected) {
      const { execution_time, next_attempt, success } = calls.get(id)!;
      expect([name, execution_time < requestTimeoutMs / 1_000 + 1.2]).toEqual([name, true]);
      expect([name, next_attempt === null]).toEqual([name, success]);
    }
    expect(healthyMs).toBeLessThan(requestTimeoutMs);
    // The receivers are in this very process, and what they have in hand counts too.
    expect((process.memoryUsage().rss - memory) / mebibyte).toBeLessThan(400);
  });

  it('A kept connection that closes just as a request goes out fails no call, and loses none.', async () => {
    const receiver = await started({ answer: rude('close-kept') });
    const webhook = await organizer.createWebhook({ target_url: receiver.url });
    const notifications = Array.from({ length: 10 }, (_, index) => ({
      action: 'pretix.event.order.placed',
      event: 'democon',
      code: `KEPT${index}`,
    }));
    const codes = [];
    for (const notification of notifications) {
      await organizer.record(notification);
      await doorbell.untilOwed(`webhook_id = ${webhook.id}`, 0);
      codes.push(notification.code);
    }
    const calls = await organizer.calls(webhook.id);
    expect(calls.map(({ return_code, attempt }) => [return_code, attempt])).toEqual(
      codes.map(() => [200, 1]),
    );
    const arrived = receiver.requests.map(({ json }) => (json as { readonly code: string }).code);
    expect([...new Set(arrived)]).toEqual(codes);
    expect(arrived.length).toBeGreaterThan(codes.length);
  });

  it('A second answer that nobody asked for is not taken for the answer to the next call: no webhook is disabled by it.', async () => {
    const receiver = await started({ answer: rude('twice', 410) });
    const webhook = await organizer.createWebhook({ target_url: receiver.url });
    for (const code of ['TWICE1', 'TWICE2', 'TWICE3']) {
      await organizer.record({ action: 'pretix.event.order.placed', event: 'democon', code });
      await doorbell.untilOwed(`webhook_id = ${webhook.id}`, 0);
    }
    const calls = await organizer.calls(webhook.id);
    expect(calls.map(({ return_code }) => return_code)).toEqual([200, 200, 200]);
    const { body } = await organizer.api.get(`${organizer.path}/webhooks/${webhook.id}/`);
    expect(body).toMatchObject({ enabled: true });
  });
});
