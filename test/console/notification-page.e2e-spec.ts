import { type Receiver, startReceiver } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Doorbell, startDoorbell, type TestOrganizer, type WebhookAnswer } from '../setup/doorbell.js';
import { browserOfFirst, type ConsoleBrowser, type OpenPage, wordsOf } from './console-browser.js';

const webhooks = '/console/organizers/acmecorp/webhooks/';
const notifications = '/console/organizers/acmecorp/notifications/';

let doorbell: Doorbell;
let organizer: TestOrganizer;
let receiver: Receiver;
let browser: ConsoleBrowser;

beforeAll(async () => {
  [doorbell, receiver] = await Promise.all([
    startDoorbell({ settings: { retrySchedule: [3_600, 3_600] } }),
    startReceiver(),
  ]);
  organizer = await doorbell.createOrganizer();
  browser = await browserOfFirst(doorbell);
});
afterAll(async () => {
  await doorbell.stop();
  await receiver.close();
});

const urlOf = (path: string): string => new URL(path, receiver.url).href;
/** By the URL of the webhook, or what stands in its place: what the row says. */
const standingsOf = ({ root }: OpenPage): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    root.querySelectorAll('tr[id^=delivery-]').map((row) => {
      const [webhook, ...cells] = row.querySelectorAll('td').map(wordsOf);
      return [webhook!, cells];
    }),
  );
const webhookAt = async (path: string): Promise<WebhookAnswer> =>
  organizer.createWebhook({ target_url: urlOf(path) });

describe('A notification', () => {
  it('shows what was recorded, the bytes receivers get, and what was passed along', async () => {
    const data = { total: '23.00', note: '<b>bold</b>' };
    const { notification_id: id } = await organizer.record({ data, idempotency_key: 'shop-7 <i>' });
    const page = await browser.open(`${notifications}${id}/`);
    expect(wordsOf(page.root.querySelector('h1'))).toBe('New order placed ABC23');
    const recorded = wordsOf(page.root.querySelector('[aria-labelledby=recorded-title]'));
    for (const word of ['pretix.event.order.placed', 'democon', 'acmecorp']) expect(recorded).toContain(word);
    expect(wordsOf(page.root.querySelector('[data-recording-key]'))).toBe('shop-7 <i>');
    expect(page.root.querySelector('[data-body]')!.textContent).toBe(
      `{"notification_id":${id},"organizer":"acmecorp","event":"democon","code":"ABC23","action":"pretix.event.order.placed"}`,
    );
    expect(JSON.parse(page.root.querySelector('[data-passed-along]')!.textContent)).toEqual(data);
    expect(page.root.querySelectorAll('main b, main i')).toEqual([]);
    expect(wordsOf(page.root.querySelector('[aria-labelledby=owed-title]'))).toContain(
      'No webhook asked for it',
    );
    const german = await browser.open(`${notifications}${id}/`, { 'accept-language': 'de' });
    expect(wordsOf(german.root.querySelector('h1'))).toBe('Neue Bestellung eingegangen ABC23');
  });

  it('says of each webhook it is owed to how it stands, and is sent again to one of them', async () => {
    const [good] = [await webhookAt('/200'), await webhookAt('/410'), await webhookAt('/500')];
    const dropped = await webhookAt('/503');
    const { notification_id: id } = await organizer.record();
    await doorbell.untilAllWait();
    await organizer.api.delete(`${organizer.path}/webhooks/${dropped.id}/`);
    const page = await browser.open(`${notifications}${id}/`);
    const standings = standingsOf(page);
    expect(standings[urlOf('/200')]!.slice(0, 2)).toEqual(['Delivered', '1 of 3']);
    expect(standings[urlOf('/200')]!.slice(3)).toEqual(['None', 'Resend']);
    expect(standings[urlOf('/500')]!.slice(0, 2)).toEqual(['Waits for a retry', '1 of 3']);
    expect(standings[urlOf('/500')]![2]).toMatch(/^500/);
    expect(standings[urlOf('/500')]![3]).toMatch(/^in /);
    expect(standings[urlOf('/410')]!).toEqual([
      'Dropped: the receiver answered 410',
      '1 of 3',
      expect.stringMatching(/^410/),
      'None',
      '',
    ]);
    expect(standings[urlOf('/503')]![0]).toBe('Dropped: the webhook was disabled');
    expect(standings[urlOf('/503')]![4]).toBe('');

    const before = receiver.requests.length;
    const form = page.root
      .querySelectorAll('tr[id^=delivery-]')
      .find((row) => wordsOf(row).startsWith(urlOf('/200')))!.id;
    const again = await browser.submit(page, `#${form} form`);
    expect(again.path).toBe(`${notifications}${id}/?notice=resent`);
    await receiver.waitFor(before + 1);
    await doorbell.untilAllWait();
    const [, attempts, , ,] = standingsOf(await browser.open(`${notifications}${id}/`))[urlOf('/200')]!;
    expect(attempts).toBe('1 of 3sent again once');
    expect(receiver.requests.at(-1)!.url).toBe('/200');

    // Found from the log, from each call, and it leads back to both.
    const log = await browser.open(`${webhooks}${good.id}/`);
    const link = log.root.querySelector(`tbody a[href="${notifications}${id}/"]`);
    expect(link).not.toBeNull();
    const call = await browser.open(
      page.root.querySelector(`#${form} a[href*="/calls/"]`)!.getAttribute('href')!,
    );
    expect(call.root.querySelector(`.db-timeline a[href="${notifications}${id}/"]`)).not.toBeNull();
    expect(page.root.querySelector(`#${form} a[href="${webhooks}${good.id}/"]`)).not.toBeNull();
  });

  it('shows a webhook that was deleted as such, and is sent to it no more', async () => {
    const webhook = await webhookAt('/200');
    const { notification_id: id } = await organizer.record();
    await doorbell.untilAllWait();
    const page = await browser.open(`${notifications}${id}/`);
    await organizer.api.delete(`${organizer.path}/webhooks/${webhook.id}/?permanent=true`);
    const after = standingsOf(await browser.open(`${notifications}${id}/`));
    expect(Object.keys(after)).toContain(`Webhook ${webhook.id}, which was deleted`);
    const row = page.root
      .querySelectorAll('tr[id^=delivery-]')
      .find(({ innerHTML }) => innerHTML.includes(`${webhooks}${webhook.id}/"`))!;
    expect((await browser.submit(page, `#${row.id} form`)).status).toBe(404);
  });

  it('shows the last call of each, however many calls about it were made since', async () => {
    const { notification_id: id } = await organizer.record({ code: 'CALLED' });
    await doorbell.untilAllWait();
    const path = `${notifications}${id}/`;
    const called = standingsOf(await browser.open(path));
    await doorbell.query(
      `INSERT INTO calls (datetime, id, organizer_id, webhook_id, delivery_id, notification_id, recorded, action_type_id,
         action_id, target_url_id, request_headers_id, duration_us, round, attempt, return_code, success, final)
       SELECT datetime + n * interval '1 millisecond', 700000 + n, organizer_id, 800000, 800000 + n, notification_id,
         recorded, action_type_id, action_id, target_url_id, request_headers_id, duration_us, 1, 1, 200, true, true
       FROM (SELECT * FROM calls WHERE notification_id = $1 LIMIT 1) own, generate_series(1, 1000) AS n`,
      [id],
    );
    const shown = standingsOf(await browser.open(path));
    expect(called[urlOf('/200')]![2]).toMatch(/^200/);
    expect(shown[urlOf('/200')]![2]).toMatch(/^200/);
    const last = await browser.open(`${path}?page=21`);
    expect(last.root.querySelector('#delivery-801000')).not.toBeNull();
    expect(wordsOf(last.root.querySelector('#delivery-801000'))).not.toContain('Not in the log');
  });

  it('comes with fifty of those it is owed to, the others on the next page, and to nobody else', async () => {
    const { notification_id: id, recorded } = await organizer.record({ code: 'MANY' });
    await doorbell.untilAllWait();
    await doorbell.query(
      `INSERT INTO ended (ended, delivery_id, notification_id, recorded, organizer_id, webhook_id, round, attempt, reason)
       SELECT now(), 900000 + n, $1, $2, $3, 800000 + n, 1, 0, 'webhook_deleted' FROM generate_series(1, 60) AS n`,
      [id, recorded, organizer.id],
    );
    const path = `${notifications}${id}/`;
    const first = await browser.open(path);
    const second = await browser.open(first.root.querySelector('.db-pager a.btn')!.getAttribute('href')!);
    const rows = [first, second].map(({ root }) =>
      root.querySelectorAll('tr[id^=delivery-]').map((row) => row.id),
    );
    expect(rows[0]).toHaveLength(50);
    expect(new Set(rows.flat()).size).toBe(rows.flat().length);
    expect(rows.flat()).toContain('delivery-900060');

    await doorbell.createOrganizer({ slug: 'other' });
    const foreign = path.replace('acmecorp', 'other');
    expect((await browser.open(foreign)).status).toBe(404);
    expect((await browser.open(`${notifications}x/`)).status).toBe(404);
    const form = first.root.querySelector('tr[id^=delivery-] form')!;
    const token = form.querySelector('input')!.getAttribute('value')!;
    const action = form.getAttribute('action')!.replace('acmecorp', 'other');
    expect((await browser.post(action, new URLSearchParams({ form_token: token }))).status).toBe(404);
  });
});
