import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LiveStreams } from '../../src/console/live/live-streams.service.js';
import { logCalls, settledCall } from '../logs/log-steps.js';
import { desktop, phone, Stage, widths } from './stage.js';

const placed = 'pretix.event.order.placed';
const paid = 'pretix.event.order.paid';

let stage: Stage;
beforeAll(async () => (stage = await Stage.set()));
afterEach(async () => stage.clear());
afterAll(async () => stage.end());

const rowsOf = (page: Page, text: string) => page.locator('[data-live] tr', { hasText: text });
const untilLive = async (page: Page): Promise<void> => page.getByText('Live', { exact: true }).waitFor();

/** As it is typed on the stage: `2026-11-26 22:55`. */
const inBerlin = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Berlin',
  dateStyle: 'short',
  timeStyle: 'short',
});

describe('Staff of an organizer', () => {
  it.each(widths)('find what failed, and send it again, on a %s', async (name, viewport) => {
    const { doorbell, receiver } = stage;
    const organizer = await doorbell.createOrganizer({ events: ['democon', 'summerfest'] });
    receiver.answer = ({ body }) => (body.includes('"LOST1"') ? 500 : 200);
    await organizer.createWebhook({
      target_url: `${receiver.url}${organizer.slug}`,
      action_types: [placed, paid],
    });
    await organizer.record();
    await organizer.record({ action: paid, event: 'democon', code: 'ABC23' });
    await organizer.record({ event: 'summerfest', code: 'LOST1' });
    await doorbell.untilAllWait();
    const page = await stage.page(await stage.staff(organizer, name), { viewport });
    await page.goto('/console/');
    await page.getByText('1 webhook is failing.').waitFor();
    await page.getByRole('link', { name: 'See why' }).click();

    // A phone has no room for them until they are asked for.
    if (viewport === phone) await page.getByText('Filters', { exact: true }).click();
    await page.getByLabel('Outcome').selectOption('failed');
    await page.getByLabel('Type', { exact: true }).selectOption(placed);
    await page.getByLabel('Event', { exact: true }).fill('summerfest');
    const anHourAgo = new Date(Date.now() - 3_600_000);
    await page.getByLabel(/^From/).fill(inBerlin.format(anHourAgo).replace(' ', 'T'));
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByRole('link', { name: 'Show everything' }).waitFor();
    const { searchParams } = new URL(page.url());
    expect(Object.fromEntries(searchParams)).toMatchObject({
      outcome: 'failed',
      type: placed,
      event: 'summerfest',
      since: `${anHourAgo.toISOString().slice(0, 16)}Z`,
    });
    const found = await page.locator('[data-live] tr').allTextContents();
    expect(found.filter((row) => !row.includes('LOST1'))).toEqual([]);
    await rowsOf(page, 'LOST1').first().getByRole('link').first().click();
    await page.getByText('Your server answered, but did not accept the call.').waitFor();
    await page.goBack();

    await page.getByRole('link', { name: 'Stop retrying' }).click();
    await page.getByText('1 waiting call will not be made.').waitFor();
    await page.getByRole('button', { name: 'Stop retrying' }).click();
    await page.getByText('1 waiting call dropped.').waitFor();

    receiver.answer = 200;
    const before = receiver.requests.length;
    await page.getByRole('link', { name: 'Send again …' }).click();
    await page.getByText('1 notification will be sent again.').waitFor();
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByText('1 notification is sent again.').waitFor();
    await rowsOf(page, 'sent again once').getByText('200', { exact: true }).waitFor();
    expect(receiver.requests.slice(before).map(({ json }) => json)).toMatchObject([{ code: 'LOST1' }]);
  });
});

describe('The developer of a receiver', () => {
  it.each(widths)(
    'watches a call arrive, reads it, copies it and sends it again, on a %s',
    async (_, viewport) => {
      const { doorbell, receiver } = stage;
      const organizer = await doorbell.createOrganizer();
      receiver.answer = (_request, response) => void response.writeHead(202).end('{"queued":true}');
      const { id } = await organizer.createWebhook({ target_url: `${receiver.url}hook?key=secret` });
      const page = await stage.page(stage.administrator, {
        viewport,
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      await page.goto(`/console/organizers/${organizer.slug}/webhooks/${id}/`);
      await untilLive(page);
      const before = receiver.requests.length;
      await organizer.record({ code: 'WATCH' });
      await rowsOf(page, 'WATCH').getByRole('link', { name: '202' }).click();

      const [sent] = (await receiver.waitFor(before + 1)).slice(before);
      const request = await page.locator('[data-request]').textContent();
      expect(JSON.parse(request!.slice(request!.indexOf('{')))).toEqual(sent!.json);
      expect(await page.locator('[data-answer]').textContent()).toContain('{\n  "queued": true\n}');
      expect(await page.content()).not.toContain('secret');

      await page.getByRole('button', { name: 'Copy as curl' }).click();
      await page.getByRole('button', { name: 'Copied' }).waitFor();
      const copied = await page.evaluate<string>('navigator.clipboard.readText()');
      expect(copied).toBe(await page.locator('#curl').textContent());
      expect(copied).toContain(`curl -X POST '${receiver.url}hook?key=***'`);
      expect(copied).toContain(sent!.body);

      await page.getByRole('button', { name: 'Resend' }).click();
      await page.getByText('It is sent again.').waitFor();
      await rowsOf(page, 'sent again once').waitFor();
      const bodies = receiver.requests.slice(before).map(({ body }) => body);
      expect(bodies).toEqual([sent!.body, sent!.body]);
    },
  );
});

describe('The log while one looks at it', () => {
  it('has no gap after a lost connection, and each call once', async () => {
    const { doorbell, receiver } = stage;
    receiver.answer = 200;
    const organizer = await doorbell.createOrganizer();
    const { id } = await organizer.createWebhook({ target_url: receiver.url });
    const page = await stage.page(stage.administrator);
    let comeBack!: () => void;
    const away = new Promise<void>((resolve) => (comeBack = resolve));
    await page.goto(`/console/organizers/${organizer.slug}/webhooks/${id}/`);
    await untilLive(page);
    await organizer.record({ code: 'CALL1' });
    await rowsOf(page, 'CALL1').waitFor();
    await page.route('**/live/**', async (route) => {
      await away;
      await route.continue();
    });
    doorbell.app.get(LiveStreams, { strict: false }).onModuleDestroy();
    await page.getByText('Live', { exact: true }).waitFor({ state: 'hidden' });
    await organizer.record({ code: 'CALL2' });
    await organizer.record({ code: 'CALL3' });
    await doorbell.untilNothingIsOwed();
    expect(await rowsOf(page, 'CALL').count()).toBe(1);
    comeBack();
    await organizer.record({ code: 'CALL4' });
    await rowsOf(page, 'CALL4').waitFor();
    for (const code of ['CALL1', 'CALL2', 'CALL3', 'CALL4']) {
      await expect.poll(async () => rowsOf(page, code).count(), { timeout: 30_000 }).toBe(1);
    }
  });

  it('does not move what is being read', async () => {
    const { doorbell, receiver } = stage;
    const organizer = await doorbell.createOrganizer();
    const { id } = await organizer.createWebhook({ target_url: receiver.url });
    await logCalls(
      doorbell,
      Array.from({ length: 40 }, (_, index) =>
        settledCall(organizer.id, id, { began: new Date(Date.now() - (index + 2) * 60_000) }),
      ),
    );
    const page = await stage.page(stage.administrator, { viewport: desktop });
    await page.goto(`/console/organizers/${organizer.slug}/webhooks/${id}/`);
    await untilLive(page);
    const read = page.locator('[data-live] tr').nth(30);
    await read.scrollIntoViewIfNeeded();
    const rowId = await read.getAttribute('id');
    const place = async (): Promise<number> => (await page.locator(`#${rowId}`).boundingBox())!.y;
    const before = await place();
    await organizer.record({ code: 'AFTER' });
    await rowsOf(page, 'AFTER').waitFor({ state: 'attached' });
    expect(Math.abs((await place()) - before)).toBeLessThan(1);
  });
});
