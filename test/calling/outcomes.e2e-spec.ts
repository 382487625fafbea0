import { type Answer, type Receiver, rude, rudeText, startReceiver } from '@app/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Doorbell, queueNames, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';

const successes = [200, 201, 204, 206, 299];
const redirects = [301, 302, 303, 307, 308];
const failures = [...redirects, 304, 400, 401, 404, 429, 500, 503];

describe.each(queueNames)('outcomes over the %s queue', (queue) => {
  let doorbell: Doorbell;
  let receiver: Receiver;
  let elsewhere: Receiver;
  let organizer: TestOrganizer;
  const others: Receiver[] = [];

  beforeAll(async () => (doorbell = await startDoorbell({ queue })));
  afterAll(() => doorbell.stop());
  beforeEach(async () => {
    [receiver, elsewhere, organizer] = await Promise.all([
      startReceiver(),
      startReceiver(),
      doorbell.createOrganizer(),
    ]);
  });
  afterEach(async () => {
    for (const server of [receiver, elsewhere, ...others.splice(0)]) await server.close();
  });

  /** A webhook of a receiver that answers like this. @returns its id */
  async function webhookFor(answer: Answer): Promise<number> {
    const other = await startReceiver({ answer });
    others.push(other);
    return (await organizer.createWebhook({ target_url: other.url })).id;
  }

  it('29. 200, 201, 204, 206, 299 end it. 301, 302, 303, 307, 308, 304, 400, 401, 404, 429, 500, 503 are failures and come again; the place a redirect points to is never asked.', async () => {
    receiver.answer = ({ url }, response) =>
      void response.writeHead(Number(url.slice(1)), { location: `${elsewhere.url}working` }).end();
    const webhooks = new Map<number, number>();
    for (const status of [...successes, ...failures]) {
      const { id } = await organizer.createWebhook({ target_url: `${receiver.url}${status}` });
      webhooks.set(status, id);
    }
    await organizer.record();
    await receiver.waitFor(webhooks.size);
    await doorbell.untilAllWait();
    for (const [status, id] of webhooks) {
      const [call] = await organizer.calls(id);
      const success = successes.includes(status);
      const code = redirects.includes(status) ? 'redirect' : 'status';
      expect(call).toMatchObject({ return_code: status, success });
      expect([status, call?.error?.code, call?.next_attempt === null]).toEqual([
        status,
        success ? undefined : code,
        success,
      ]);
    }
    expect(receiver.requests).toHaveLength(webhooks.size);
    receiver.answer = 200;
    doorbell.clock.advance(5_000);
    await doorbell.untilNothingIsOwed();
    const again = receiver.requests.slice(webhooks.size).map(({ url }) => Number(url.slice(1)));
    expect(again).toHaveLength(failures.length);
    expect(new Set(again)).toEqual(new Set(failures));
    expect(elsewhere.requests).toEqual([]);
  });

  const informational = [
    ['103 and nothing more', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n', 0, 'timeout'],
    ['199 and nothing more', 'HTTP/1.1 199 Odd\r\n\r\n', 0, 'timeout'],
    [
      '102, then 500',
      'HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n',
      500,
      'status',
    ],
    ['103, then 204', 'HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 Yes\r\n\r\n', 204, undefined],
  ] as const;
  it('29. 199-like informational answers do not end it.', async () => {
    const webhooks: number[] = [];
    for (const [, text] of informational) {
      webhooks.push(await webhookFor((_request, response) => void response.socket!.write(text)));
    }
    await organizer.record();
    await doorbell.untilAllWait();
    const outcomes = [];
    for (const [index, id] of webhooks.entries()) {
      const [call] = await organizer.calls(id);
      outcomes.push([
        informational[index]![0],
        informational[index]![1],
        call?.return_code,
        call?.error?.code,
      ]);
    }
    expect(outcomes).toEqual(informational);
  });

  it.each([
    ['101', 'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: odd\r\n\r\n'],
    ['100', 'HTTP/1.1 100 Continue\r\n\r\n'],
  ])('29. %s, which nobody asked for, does not end it.', async (_status, text) => {
    const webhook = await webhookFor(rudeText(text));
    await organizer.record();
    await doorbell.untilAllWait();
    const [call] = await organizer.calls(webhook);
    expect(call).toMatchObject({ return_code: 0, success: false, error: { code: 'invalid_response' } });
    expect(call!.next_attempt).not.toBeNull();
  });

  it('29. What is no answer at all is a failure: a connection that closes in the middle of the status line, or without a word, and nonsense.', async () => {
    const answers = [rude('close-in-status'), rude('reset'), rude('nonsense')];
    const webhooks: number[] = [];
    for (const answer of answers) webhooks.push(await webhookFor(answer));
    await organizer.record();
    await doorbell.untilAllWait();
    const calls = await Promise.all(webhooks.map(async (id) => (await organizer.calls(id))[0]));
    expect(calls.map((call) => [call?.return_code, call?.error?.code])).toEqual([
      [0, 'reset'],
      [0, 'reset'],
      [0, 'invalid_response'],
    ]);
    expect(calls.map((call) => call?.next_attempt)).not.toContain(null);
  });
});
