import type { HTMLElement } from 'node-html-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallFields, failure, logCalls, settledCall } from '../logs/log-steps.js';
import { type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';
import { browserOfFirst, type ConsoleBrowser, wordsOf } from './console-browser.js';

const hourMs = 3_600_000;
const path = '/console/organizers/acmecorp/webhooks/';

let doorbell: Doorbell;
let organizer: TestOrganizer;
let browser: ConsoleBrowser;

beforeAll(async () => {
  doorbell = await startDoorbell();
  organizer = await doorbell.createOrganizer({ events: ['democon', 'summerfest'] });
  browser = await browserOfFirst(doorbell);
});
afterAll(async () => doorbell.stop());

const rowOf = async (id: number, query = ''): Promise<HTMLElement> => {
  const { root } = await browser.open(path + query);
  return root.querySelector(`#webhook-${id}`)!;
};
const idsOn = async (query: string): Promise<readonly number[]> => {
  const { root } = await browser.open(path + query);
  return root.querySelectorAll('tbody tr').map(({ id }) => Number(id.replace('webhook-', '')));
};
const log = async (id: number, ...calls: readonly CallFields[]): Promise<void> => {
  const settled = calls.map((fields) => settledCall(organizer.id, id, fields));
  await logCalls(doorbell, settled);
};
const sinceOf = async (id: number): Promise<string | undefined> =>
  (await rowOf(id)).querySelector('.db-state-failing time')?.getAttribute('datetime');
const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * hourMs);

describe('The webhooks of an organizer', () => {
  it('are an explanation and a button as long as there is none', async () => {
    const { root } = await browser.open(path);
    expect(wordsOf(root.querySelector('.db-message'))).toContain('Nobody is told yet');
    expect(root.querySelector('.db-message a.btn')?.getAttribute('href')).toBe(`${path}new/`);
    expect(root.querySelector('table')).toBeNull();
  });

  it('say whom they tell of what, in words and without credentials', async () => {
    const { id } = await organizer.createWebhook({
      target_url: 'https://user:secret@example.org/hook?key=secret',
      action_types: ['pretix.event.order.placed', 'pretix.event.order.paid', 'pretix.event.checkin'],
      limit_events: ['democon', 'summerfest'],
      comment: 'The <b>printer</b> of MÜLLER',
    });
    const row = await rowOf(id);
    expect(wordsOf(row.querySelector('a'))).toBe('https://***:***@example.org/hook?key=***');
    expect(row.toString()).not.toContain('secret');
    expect(wordsOf(row)).toContain('Ticket checked in, Order marked as paid and 1 more');
    expect(wordsOf(row)).toContain('democon, summerfest');
    expect(row.querySelector('b')).toBeNull();
    expect(row.querySelector('[data-state]')?.getAttribute('data-state')).toBe('uncalled');
  });

  it('say since when one is failing: the first failure after the last success, weeks ago or not', async () => {
    const [fresh, old, never] = await Promise.all(
      ['fresh', 'old', 'never'].map(async (name) => {
        const webhook = await organizer.createWebhook({ target_url: `https://${name}.example/` });
        return webhook.id;
      }),
    );
    const failed = (hours: number): CallFields => ({ began: hoursAgo(hours), result: failure });
    const test = { began: hoursAgo(0.01), deliveryId: null };
    await log(fresh!, failed(3.2), { began: hoursAgo(3.1) }, failed(3), failed(1), test);
    await log(old!, { began: hoursAgo(300) }, failed(299), failed(298), failed(2));
    await log(never!, failed(200), failed(1));
    const near = (text: string | undefined, hours: number): void =>
      expect(Math.abs(new Date(text!).getTime() - hoursAgo(hours).getTime())).toBeLessThan(60_000);
    near(await sinceOf(fresh!), 3);
    near(await sinceOf(old!), 299);
    near(await sinceOf(never!), 200);
    const { root } = await browser.open(path);
    expect(wordsOf(root.querySelector('.db-notice-danger'))).toMatch(
      /^3 webhooks are failing\. old\.example /,
    );
  });

  it('show 24 hours, and the last call', async () => {
    const { id } = await organizer.createWebhook({ target_url: 'https://strip.example/' });
    await log(
      id,
      { began: hoursAgo(23) },
      { began: hoursAgo(5), result: failure },
      { began: hoursAgo(5) },
      { began: hoursAgo(2), result: failure },
      { began: new Date() },
      { began: hoursAgo(40), result: failure },
    );
    const row = await rowOf(id);
    const looks = row.querySelectorAll('.db-hour').map(({ classNames }) => classNames.split('db-hour-')[1]!);
    expect(looks).toHaveLength(24);
    expect([looks[0], looks[18], looks[21], looks[23], looks[10]]).toEqual([
      'good',
      'mixed',
      'bad',
      'good',
      'none',
    ]);
    expect(row.querySelector('.db-strip')?.getAttribute('aria-label')).toBe('5 calls in 24 hours, 2 failed');
    expect(wordsOf(row.querySelectorAll('td').at(-1))).toMatch(/^(now|\d seconds? ago)$/);
    expect(row.querySelector('[data-state]')?.getAttribute('data-state')).toBe('working');
  });

  it('say who disabled one, and when, and that a 410 did', async () => {
    const byPerson = await organizer.createWebhook({ target_url: 'https://person.example/' });
    const byReceiver = await organizer.createWebhook({ target_url: 'https://gone.example/' });
    await organizer.api.delete(`${organizer.path}/webhooks/${byPerson.id}/`);
    await doorbell.query(
      `UPDATE webhooks SET enabled = false, dropped_reason = 'gone', disabled_at = now() WHERE id = $1`,
      [byReceiver.id],
    );
    const row = await rowOf(byPerson.id);
    expect(wordsOf(row.querySelector('[data-state=disabled]'))).toMatch(/^Disabled by test, \d{4}-/);
    expect(wordsOf((await rowOf(byReceiver.id)).querySelector('[data-state=disabled]'))).toMatch(
      /^Disabled by 410 Gone, \d{4}-/,
    );
    expect(await idsOn('?state=disabled')).toEqual([byPerson.id, byReceiver.id]);
  });

  it('are found by URL, type, event and comment, in any case, and never by what is hidden', async () => {
    const all = await idsOn('');
    expect(all.length).toBeGreaterThan(5);
    const [first] = all;
    for (const search of [
      'EXAMPLE.org/hook',
      'ticket checked',
      'pretix.event.checkin',
      'SUMMER',
      'printer',
      'müller',
      'Eingecheckt',
    ]) {
      expect([search, await idsOn(`?search=${search}`)]).toEqual([search, [first]]);
    }
    expect(await idsOn('?search=secret')).toEqual([]);
    expect(await idsOn('?search=.example&state=working')).toHaveLength(1);
    expect(await idsOn('?state=failing')).toHaveLength(3);
    expect(await idsOn('?state=uncalled')).toEqual([first]);
    expect(await idsOn('?search=no-such-thing')).toEqual([]);
    const nothing = await browser.open(`${path}?search=no-such-thing`);
    expect(wordsOf(nothing.root.querySelector('.db-message'))).toContain('No webhook is like that');
    expect(nothing.root.querySelector('#search')?.getAttribute('value')).toBe('no-such-thing');
  });

  it('come page by page, each once', async () => {
    for (let number = 0; number < 60; number += 1) {
      await organizer.createWebhook({ target_url: `https://many.example/${number}`, action_types: [] });
    }
    const first = await browser.open(`${path}?search=many`);
    const firstIds = first.root.querySelectorAll('tbody tr').map(({ id }) => id);
    expect(firstIds).toHaveLength(50);
    const next = first.root.querySelector('.db-pager a.btn')!.getAttribute('href')!;
    const second = await browser.open(next);
    const secondIds = second.root.querySelectorAll('tbody tr').map(({ id }) => id);
    expect(secondIds).toHaveLength(10);
    expect(new Set([...firstIds, ...secondIds]).size).toBe(60);
    expect(second.root.querySelector('.db-pager a.btn')).toBeNull();
  });
});
