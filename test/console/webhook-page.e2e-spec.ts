import { type Receiver, startReceiver } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Housekeeping } from '../../src/delivery/sweep/housekeeping.service.js';
import { type CallFields, failure, logCalls, settledCall } from '../logs/log-steps.js';
import { type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';
import { browserOfFirst, type ConsoleBrowser, type OpenPage, wordsOf } from './console-browser.js';

const list = '/console/organizers/acmecorp/webhooks/';
const hourMs = 3_600_000;

let doorbell: Doorbell;
let organizer: TestOrganizer;
let receiver: Receiver;
let browser: ConsoleBrowser;

beforeAll(async () => {
  [doorbell, receiver] = await Promise.all([startDoorbell(), startReceiver()]);
  organizer = await doorbell.createOrganizer();
  browser = await browserOfFirst(doorbell);
});
afterAll(async () => {
  await doorbell.stop();
  await receiver.close();
});

const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * hourMs);
const log = async (id: number, ...calls: readonly CallFields[]): Promise<void> => {
  const settled = calls.map((fields) => settledCall(organizer.id, id, fields));
  await logCalls(doorbell, settled);
};
const rowsOf = ({ root }: OpenPage): readonly string[] =>
  root.querySelectorAll('#log tbody tr[data-began]').map((row) => wordsOf(row));
const lastAction = async (): Promise<unknown> =>
  (await organizer.api.get<{ results: readonly unknown[] }>(`${organizer.path}/auditlog/`)).body.results[0];

describe('A webhook', () => {
  it('has its log, newest first, with filters that live in the address', async () => {
    const { id } = await organizer.createWebhook({ target_url: 'https://user:secret@example.org/log' });
    await log(
      id,
      { began: hoursAgo(30) },
      { began: hoursAgo(3), result: failure },
      { began: hoursAgo(2), result: failure, nextAttempt: new Date(Date.now() + hourMs) },
      { began: hoursAgo(1) },
    );
    const path = `${list}${id}/`;
    const all = await browser.open(path);
    expect(wordsOf(all.root.querySelector('h1'))).toBe('https://***:***@example.org/log');
    expect(all.html).not.toContain('secret');
    expect(rowsOf(all)).toHaveLength(4);
    expect(rowsOf(all)[0]).toContain('New order placed');
    expect(rowsOf(all)[0]).toContain('1 of 12');
    expect(rowsOf(all)[1]).toContain('in 1 hour');
    const failed = await browser.submit(all, '#log form', { outcome: 'failed' });
    expect(failed.path).toBe(path);
    const queries: Readonly<Record<string, number>> = {
      'outcome=failed': 2,
      'outcome=accepted': 2,
      'type=pretix.event.order.paid': 0,
      'type=pretix.event.order.placed': 4,
      'event=democon': 4,
      'event=other': 0,
      [`since=${hoursAgo(2.5).toISOString().slice(0, 16)}`]: 2,
      [`until=${hoursAgo(2.5).toISOString().slice(0, 16)}`]: 2,
      'since=yesterday': 4,
      'about=NOBODY': 0,
    };
    for (const [query, count] of Object.entries(queries)) {
      expect([query, rowsOf(await browser.open(`${path}?${query}`)).length]).toEqual([query, count]);
    }
  });

  it('shows the log page by page, each call once', async () => {
    const { id } = await organizer.createWebhook({ target_url: 'https://many.example/' });
    await log(
      id,
      ...Array.from({ length: 120 }, (_none, index) => ({ began: new Date(Date.now() - index * 1000) })),
    );
    const seen: string[] = [];
    let page = await browser.open(`${list}${id}/?outcome=accepted`);
    for (let pages = 0; pages < 3; pages += 1) {
      seen.push(...page.root.querySelectorAll('#log tbody tr').map((row) => row.id));
      const next = page.root.querySelector('#log .db-pager a.btn');
      if (next) page = await browser.open(next.getAttribute('href')!);
    }
    expect([seen.length, new Set(seen).size]).toEqual([120, 120]);
    expect(page.root.querySelector('[data-live]')).toBeNull();
    expect(page.path).toContain('outcome=accepted');
  });

  it('shows 24 hours, each a link to its calls', async () => {
    const { id } = await organizer.createWebhook({ target_url: 'https://hours.example/' });
    await log(id, { began: hoursAgo(5) }, { began: hoursAgo(5), result: failure });
    const page = await browser.open(`${list}${id}/`);
    const bars = page.root.querySelectorAll('section[aria-labelledby=per-hour] a');
    expect(bars).toHaveLength(24);
    const bar = bars.find((link) => link.getAttribute('aria-label')!.includes('2 calls, 1 failed'))!;
    expect(rowsOf(await browser.open(bar.getAttribute('href')!.replace('#log', '')))).toHaveLength(2);
    expect(page.root.querySelectorAll('section[aria-labelledby=response-time] a')).toHaveLength(24);
  });

  it('is sent a test of any type, and one sees the answer', async () => {
    const { id } = await organizer.createWebhook({ target_url: receiver.url });
    const page = await browser.open(`${list}${id}/`);
    const [first] = page.root.querySelectorAll('[name=action_type] option');
    expect(first?.getAttribute('value')).toBe('pretix.event.order.placed');
    const shown = await browser.submit(page, 'form[action$="/test/"]', {
      action_type: 'pretix.event.checkin',
    });
    expect(shown.path).toMatch(new RegExp(`^${list}${id}/calls/\\d+/$`));
    expect(wordsOf(shown.root.querySelector('h1'))).toContain('Ticket checked in');
    expect(wordsOf(shown.root.querySelector('.db-notice'))).toBe('Your server accepted this call.');
    expect(await lastAction()).toMatchObject({ actor: { type: 'person', name: 'Ada' } });
  });
});

const progressOf = ({ root }: OpenPage): string => wordsOf(root.querySelector('#progress'));
/** What is asked again by itself, and how often. */
const pollingOf = ({ root }: OpenPage): readonly (string | undefined)[] =>
  ['hx-get', 'hx-trigger'].map((name) => root.querySelector('#progress')!.getAttribute(name));
/** Reloads until what was asked of the webhook is under way, or over. */
async function until(path: string, isRunning: string): Promise<OpenPage> {
  return vi.waitFor(async () => {
    const page = await browser.open(path);
    expect(page.root.querySelector('#progress')!.getAttribute('data-running')).toBe(isRunning);
    return page;
  }, 10_000);
}
describe('A webhook that is not wanted any more', () => {
  it('is deleted for good after a question that says what goes with it', async () => {
    const acme = await doorbell.createOrganizer({ slug: 'deleting' });
    const { id } = await acme.createWebhook({ target_url: `${receiver.url}503` });
    await acme.record();
    await doorbell.untilAllWait();
    const webhooks = '/console/organizers/deleting/webhooks/';
    const edit = await browser.open(`${webhooks}${id}/edit/`);
    const ask = await browser.open(edit.root.querySelector('a.btn-outline-danger')!.getAttribute('href')!);
    const text = wordsOf(ask.root.querySelector('main form'));
    expect(text).toContain('1 call that waits for a retry will never be made.');
    expect((await browser.open(`${list}${id}/delete/`)).status).toBe(404);
    const elsewhere = await browser.post(
      `${list}${id}/delete/`,
      new URLSearchParams({
        form_token: ask.root.querySelector('[name=form_token]')!.getAttribute('value')!,
      }),
    );
    expect(elsewhere.status).toBe(404);
    const done = await browser.submit(ask, 'main form');
    expect([done.status, done.path]).toEqual([200, `${webhooks}?notice=deleted`]);
    expect((await browser.open(`${webhooks}${id}/`)).status).toBe(404);
    await doorbell.untilNothingIsOwed();
    const entries = await acme.api.get<{ results: readonly unknown[] }>(`${acme.path}/auditlog/`);
    expect(entries.body.results[0]).toMatchObject({
      action: 'pretix.webhook.deleted',
      actor: { type: 'person', name: 'Ada' },
    });
  });
});

describe('What waits for a retry', () => {
  it('is retried or dropped after one was asked, and told how many', async () => {
    const retrying = await doorbell.createOrganizer({ slug: 'retrying' });
    const webhook = await retrying.createWebhook({ target_url: `${receiver.url}503` });
    for (let number = 0; number < 3; number += 1) await retrying.record();
    await doorbell.untilAllWait();
    const path = `/console/organizers/retrying/webhooks/${webhook.id}/`;
    const lastAction = async (): Promise<unknown> =>
      (await retrying.api.get<{ results: readonly unknown[] }>('/api/v1/organizers/retrying/auditlog/')).body
        .results[0];
    const page = await browser.open(path);
    const waiting = wordsOf(page.root.querySelector('.db-notice-warning'));
    expect(waiting).toContain('3 calls wait for a retry');
    expect(waiting).toContain('The last answer: 503');
    const ask = await browser.open(page.root.querySelector('a[href$="/retry-now/"]')!.getAttribute('href')!);
    expect(wordsOf(ask.root.querySelector('main form'))).toContain('3 waiting calls will be made at once');
    const retried = await browser.submit(ask, 'main form');
    expect(retried.path).toMatch(/notice=retried&count=3&at=\d+$/);
    expect(progressOf(retried)).toMatch(/^Retrying: [1-3] of 3 calls still to go\.|^None of the 3 calls /);
    expect(wordsOf(retried.root.querySelector('[role=status]'))).toBe('3 waiting calls are made now.');
    expect(await lastAction()).toMatchObject({
      action: 'pretix.webhook.retries.expedited',
      actor: { name: 'Ada' },
    });
    await doorbell.untilAllWait();
    // The address says what was asked for: it survives a reload, and the part is asked for by itself.
    const made = await until(retried.path, 'false');
    expect(progressOf(made)).toBe('None of the 3 calls waits any more. The log says what came of them.');
    const minutesAgo = (minutes: number): number => doorbell.clock.now().getTime() - minutes * 60_000;
    // What a page asks for by itself for the last time, half a minute late.
    const last = await browser.open(`${path}progress/?count=3&at=${minutesAgo(10.4)}`);
    expect(progressOf(last)).toBe(progressOf(made));
    expect(progressOf(await browser.open(`${path}?notice=retried&count=3&at=${minutesAgo(13)}`))).toBe('');
    const drop = await browser.submit(await browser.open(`${path}stop-retrying/`), 'main form');
    expect(drop.path).toBe(`${path}?notice=dropped&count=3`);
    expect(await lastAction()).toMatchObject({ action: 'pretix.webhook.retries.dropped' });
    await doorbell.untilNothingIsOwed();
    const nothing = await browser.open(`${path}retry-now/`);
    expect(nothing.root.querySelector('main button')).toBeNull();
    const resend = await browser.open(`${path}resend/`);
    expect(wordsOf(resend.root.querySelector('main'))).toContain('3 notifications will be sent again.');
    const earlier = await browser.open(`${path}resend/?since=2100-01-01T00:00`);
    expect(wordsOf(earlier.root.querySelector('main'))).toContain(
      'Nothing was given up or dropped since then.',
    );
    const again = await browser.submit(resend, 'main form[method=post]');
    expect(again.path).toBe(`${path}?notice=resending&count=3`);
    await doorbell.untilAllWait();
    const [call] = await retrying.calls(webhook.id);
    expect(call!.round).toBe(2);
    const ended = await until(path, 'false');
    expect(progressOf(ended)).toMatch(/^Sending again has ended: 3 notifications were put in line/);
    // Nobody works it off any more: it stays as it is put here.
    await doorbell.app.get(Housekeeping, { strict: false }).stop();
    await doorbell.query('UPDATE operations SET finished = NULL, done = 1 WHERE webhook_id = $1', [
      webhook.id,
    ]);
    const part = await browser.open(`${path}progress/`);
    expect(pollingOf(part)).toEqual([`${path}progress/`, 'every 5s']);
    expect(progressOf(part)).toMatch(
      /^Sending again: 1 of 3 notifications so far are in line to be called\.$/,
    );
    const standStill = async (minutes: number): Promise<OpenPage> => {
      await doorbell.query(
        `UPDATE operations SET accepted = accepted - $2 * interval '1 minute' WHERE webhook_id = $1`,
        [webhook.id, minutes],
      );
      return browser.open(`${path}progress/`);
    };
    const slow = await standStill(2);
    expect(pollingOf(slow)).toEqual([`${path}progress/`, 'every 30s']);
    expect(progressOf(slow)).toContain('This is how it stood at');
    const left = await standStill(10);
    expect(pollingOf(left)).toEqual([undefined, undefined]);
    expect(progressOf(left)).toContain('Reload the page');
    await doorbell.query(`UPDATE operations SET finished = now() - interval '1 hour' WHERE webhook_id = $1`, [
      webhook.id,
    ]);
    expect(progressOf(await browser.open(path))).toBe('');
  });
});
