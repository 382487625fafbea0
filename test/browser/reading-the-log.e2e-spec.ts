import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LiveStreams } from '../../src/console/live/live-streams.service.js';
import { type CallFields, logCalls, settledCall } from '../logs/log-steps.js';
import type { TestOrganizer } from '../setup/doorbell.js';
import { Stage, widths } from './stage.js';

let stage: Stage;
let organizer: TestOrganizer;
let id: number;
let path: string;
beforeAll(async () => (stage = await Stage.set()));
beforeEach(async () => {
  organizer = await stage.doorbell.createOrganizer();
  ({ id } = await organizer.createWebhook({ target_url: 'https://log.example/' }));
  path = `/console/organizers/${organizer.slug}/webhooks/${id}/`;
});
afterEach(async () => stage.clear());
afterAll(async () => stage.end());

const log = async (...calls: readonly CallFields[]): Promise<void> =>
  void (await logCalls(
    stage.doorbell,
    calls.map((fields) => settledCall(organizer.id, id, fields)),
  ));
const secondsAgo = (seconds: number): Date => new Date(Date.now() - seconds * 1_000);
const many = (count: number, from: number): readonly CallFields[] =>
  Array.from({ length: count }, (_none, index) => ({ began: secondsAgo(from + index) }));
const rowsOf = (page: Page) => page.locator('#log tbody tr[data-began]');

/** Of the page, as it is drawn. */
const groundOf = async (page: Page): Promise<string> =>
  page.evaluate(() => getComputedStyle(document.body).backgroundColor);

describe('The log while calls arrive', () => {
  it.each(widths)(
    'leaves where it is what is being read, also after a reconnect, on a %s',
    async (_name, viewport) => {
      await log(...many(40, 600));
      const page = await stage.page(stage.administrator, { viewport });
      await page.goto(path);
      await page.getByText('Live', { exact: true }).waitFor();
      const read = rowsOf(page).nth(20);
      const rowId = await read.getAttribute('id');
      await read.evaluate((row) => row.scrollIntoView({ block: 'center', behavior: 'instant' }));
      const topOf = async (): Promise<number> =>
        page.locator(`#${rowId}`).evaluate((row) => Math.round(row.getBoundingClientRect().top));
      const before = await topOf();
      await log(...many(30, 0));
      await expect.poll(async () => rowsOf(page).count(), { timeout: 10_000 }).toBe(70);
      expect(Math.abs((await topOf()) - before)).toBeLessThanOrEqual(1);

      // The connection ends; the browser comes back by itself, and is sent the last minute again.
      stage.doorbell.app.get(LiveStreams, { strict: false }).onModuleDestroy();
      await log(...many(5, 0));
      await expect.poll(async () => rowsOf(page).count(), { timeout: 15_000 }).toBe(75);
      expect(Math.abs((await topOf()) - before)).toBeLessThanOrEqual(1);
      const ids = await rowsOf(page).evaluateAll((rows) => rows.map((row) => row.id));
      expect(new Set(ids).size).toBe(75);
    },
  );

  it('shows new ones at the top to who looks there, and keeps the focus on a row that is replaced', async () => {
    await log({ began: secondsAgo(20) });
    const page = await stage.page(stage.administrator);
    await page.goto(path);
    await page.getByText('Live', { exact: true }).waitFor();
    const link = rowsOf(page).first().getByRole('link', { name: 'New order placed' });
    await link.focus();
    const focused = await rowsOf(page).first().getAttribute('id');
    await log({});
    await expect.poll(async () => rowsOf(page).count(), { timeout: 10_000 }).toBe(2);
    expect(await rowsOf(page).nth(1).getAttribute('id')).toBe(focused);
    expect(await page.evaluate(() => document.activeElement?.closest('tr')?.id)).toBe(focused);
  });
});

describe('A page that follows what is new', () => {
  it.each([
    ['log', () => path],
    ['operations', () => '/console/operations/'],
  ])('comes back after it was refused: %s', async (_name, pathOf) => {
    const page = await stage.page(stage.administrator);
    await page.goto(pathOf());
    const sign = page.getByText('Live', { exact: true });
    await sign.waitFor();
    await page.route('**/live/**', async (route) => route.fulfill({ status: 502 }), { times: 1 });
    stage.doorbell.app.get(LiveStreams, { strict: false }).onModuleDestroy();
    await expect
      .poll(() => stage.takeComplaints(), { timeout: 10_000 })
      .toEqual([expect.stringMatching(/^502 /)]);
    await sign.waitFor({ state: 'hidden' });
    await sign.waitFor();
  });
});

describe('Times on a page', () => {
  it('are typed in the reader’s zone and sent in UTC; without a script both are UTC, and say so', async () => {
    await log({ began: new Date('2026-11-20T10:30:00Z') }, { began: new Date('2026-11-20T12:30:00Z') });
    const query = '?since=2026-11-20T10:00Z&until=2026-11-20T11:00Z';
    const page = await stage.page(stage.administrator, { timezoneId: 'Europe/Berlin' });
    await page.goto(path + query);
    expect(await rowsOf(page).count()).toBe(1);
    const since = page.getByLabel('From (GMT+1)');
    expect(await since.inputValue()).toBe('2026-11-20T11:00');
    await page.getByLabel('Before').fill('2026-11-20T14:00');
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.waitForURL(/until=2026-11-20T13%3A00Z/);
    expect(new URL(page.url()).searchParams.get('since')).toBe('2026-11-20T10:00Z');
    expect(await rowsOf(page).count()).toBe(2);

    const plain = await stage.page(stage.administrator, { javaScriptEnabled: false });
    await plain.goto(path + query);
    expect(await plain.getByLabel('From (UTC)').inputValue()).toBe('2026-11-20T10:00');
    await plain.getByRole('button', { name: 'Filter' }).click();
    await plain.waitForURL(/until=2026-11-20T11/);
    await expect.poll(async () => rowsOf(plain).count()).toBe(1);
  });
});

describe('Dark pages', () => {
  it('are dark where the system is, without any script, and as the reader chooses, with one', async () => {
    const grounds: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      const plain = await stage.page(stage.administrator, { javaScriptEnabled: false, colorScheme });
      await plain.goto('/console/account/');
      grounds.push(await plain.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor));
      expect(await plain.getByLabel('Colours').isVisible()).toBe(false);
    }
    const [light, dark] = grounds;
    expect(light).not.toBe(dark);
    const page = await stage.page(stage.administrator, { colorScheme: 'dark' });
    await page.goto('/console/account/');
    expect(await groundOf(page)).toBe(dark);
    await page.getByLabel('Colours').selectOption('Light');
    expect(await groundOf(page)).toBe(light);
    await page.goto('/console/organizers/');
    expect(await groundOf(page)).toBe(light);
  });
});
