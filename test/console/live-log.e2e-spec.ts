import { get, type IncomingMessage } from 'node:http';
import { parse } from 'node-html-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failure, logCalls, settledCall } from '../logs/log-steps.js';
import { signInFirst } from '../setup/browser.js';
import { type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';
import { wordsOf } from './console-browser.js';

let doorbell: Doorbell;
let organizer: TestOrganizer;
let cookie: string;

beforeAll(async () => {
  doorbell = await startDoorbell();
  organizer = await doorbell.createOrganizer();
  cookie = (await signInFirst(doorbell)).cookieHeader!;
});
afterAll(async () => doorbell.stop());

interface LiveCall {
  readonly id: string;
  readonly html: string;
}

/** Not by fetch(): it opens connections ahead, which a server that stops would wait for. */
const open = async (url: string, headers: Readonly<Record<string, string>>): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get(url, { headers, agent: false }, resolve).once('error', reject);
  });

/** Follows a log until `count` calls have come. */
async function follow(
  id: number,
  query: string,
  count: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<readonly LiveCall[]> {
  const path = `/console/organizers/acmecorp/webhooks/${id}/live/?${query}`;
  const answer = await open(doorbell.url + path, { cookie, ...headers });
  expect(answer.headers['content-type']).toBe('text/event-stream');
  expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  const calls: LiveCall[] = [];
  let text = '';
  for await (const piece of answer.setEncoding('utf8')) {
    text += piece as string;
    const events = text.split('\n\n');
    text = events.pop()!;
    for (const event of events) {
      const data = /^event: call\ndata: (.*)$/m.exec(event)?.[1];
      if (data !== undefined) calls.push(JSON.parse(data) as LiveCall);
    }
    if (calls.length >= count) break;
  }
  return calls;
}

const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);

const log = async (id: number, fields: Parameters<typeof settledCall>[2]): Promise<void> =>
  void (await logCalls(doorbell, [settledCall(organizer.id, id, fields)]));

describe('The log while one looks at it', () => {
  it('is told of new calls as rows, each once, and after a reconnect of the last minute again', async () => {
    const { id } = await organizer.createWebhook({ target_url: 'https://live.example/' });
    await log(id, { began: new Date(Date.now() - 120_000) });
    await log(id, { began: new Date(Date.now() - 30_000) });
    const following = follow(id, '', 3);
    await log(id, {});
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    // It began earlier than one that was sent already, and was logged late.
    await log(id, { began: new Date(Date.now() - 20_000), result: failure });
    const calls = await following;
    expect(new Set(calls.map((call) => call.id)).size).toBe(3);
    const row = parse(`<table>${calls.at(-1)!.html}</table>`).querySelector('tr')!;
    expect(row.id).toBe(calls.at(-1)!.id);
    expect(wordsOf(row)).toContain('New order placed');
    expect(wordsOf(row)).toContain('500');
    const again = await follow(id, '', 3);
    expect(new Set(again.map((call) => call.id))).toEqual(new Set(calls.map((call) => call.id)));
    const failed = await follow(id, 'outcome=failed', 1);
    expect(failed.map((call) => call.id)).toEqual([calls.at(-1)!.id]);
  });

  it('tells a page that was away for long what came meanwhile, by whichever way it says since when', async () => {
    const { id } = await organizer.createWebhook({ target_url: 'https://away.example/' });
    for (const minutes of [20, 10, 0]) await log(id, { began: minutesAgo(minutes) });
    const last = String(minutesAgo(15).getTime());
    const [fresh, byHeader, byAddress] = [
      await follow(id, '', 1),
      await follow(id, '', 2, { 'last-event-id': last }),
      await follow(id, `last=${last}`, 2),
    ];
    expect(byHeader.map((call) => call.id)).toContain(fresh[0]!.id);
    expect(byHeader).toHaveLength(2);
    expect(byAddress.map((call) => call.id)).toEqual(byHeader.map((call) => call.id));
  });

  it('keeps no process from stopping', async () => {
    const own = await startDoorbell();
    const acme = await own.createOrganizer();
    const { id } = await acme.createWebhook({ target_url: 'https://live.example/' });
    const { cookieHeader } = await signInFirst(own);
    const answer = await open(`${own.url}/console/organizers/acmecorp/webhooks/${id}/live/`, {
      cookie: cookieHeader!,
    });
    const began = performance.now();
    await own.stop();
    expect(performance.now() - began).toBeLessThan(5_000);
    await expect(answer.resume().toArray()).resolves.toBeDefined();
  });
});
