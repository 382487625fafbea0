import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Doorbell, startDoorbell, type TestOrganizer, type WebhookAnswer } from '../setup/doorbell.js';
import { browserOfFirst, type ConsoleBrowser, type OpenPage, wordsOf } from './console-browser.js';

const list = '/console/organizers/acmecorp/webhooks/';
const newPath = `${list}new/`;
const form = 'form[data-webhook-form]';
const placed = 'pretix.event.order.placed';
const save = { button: 'intent=save' };

let doorbell: Doorbell;
let organizer: TestOrganizer;
let browser: ConsoleBrowser;

beforeAll(async () => {
  doorbell = await startDoorbell({ settings: { allowedTargets: ['10.1.0.0/16'] } });
  organizer = await doorbell.createOrganizer({ events: ['democon', 'summerfest'] });
  browser = await browserOfFirst(doorbell);
});
afterAll(async () => doorbell.stop());

const all = async (): Promise<readonly WebhookAnswer[]> =>
  (await organizer.api.get<{ results: readonly WebhookAnswer[] }>(`${organizer.path}/webhooks/`)).body
    .results;
const valueOf = ({ root }: OpenPage, name: string): string | undefined =>
  root.querySelector(`${form} [name=${name}]`)?.getAttribute('value');
const tickedOf = ({ root }: OpenPage, name: string): readonly string[] =>
  root.querySelectorAll(`${form} [name=${name}][checked]`).map((tick) => tick.getAttribute('value')!);
const hintsOf = ({ root }: OpenPage): readonly string[] =>
  root.querySelectorAll('[data-hint]').map((hint) => hint.getAttribute('data-hint')!);

describe('Creating a webhook without a script', () => {
  it('makes what was filled in, as the API would, under the name of who did', async () => {
    const page = await browser.open(newPath);
    expect(tickedOf(page, 'events')).toEqual(['all']);
    const fields = {
      target_url: 'https://example.org/hook',
      action_types: [placed, 'pretix.event.checkin'],
      events: 'some',
      limit_events: ['democon'],
      comment: 'Printer',
    };
    const done = await browser.submit(page, form, fields, save);
    expect(done.path).toMatch(/\/webhooks\/\d+\/\?notice=created$/);
    expect(wordsOf(done.root.querySelector('[role=status]'))).toBe('The webhook was created.');
    const [created] = await all();
    expect(created).toMatchObject({
      enabled: true,
      target_url: 'https://example.org/hook',
      action_types: ['pretix.event.checkin', placed],
      all_events: false,
      limit_events: ['democon'],
      comment: 'Printer',
    });
    const { body } = await organizer.api.get<{ results: readonly object[] }>(`${organizer.path}/auditlog/`);
    expect(body.results[0]).toMatchObject({
      action: 'pretix.webhook.created',
      actor: { type: 'person', name: 'Ada' },
      object: { type: 'webhook', id: created!.id },
    });
  });

  it('names types and groups in German to who reads German, and finds webhooks by those names', async () => {
    const german = { 'accept-language': 'de' };
    const page = await browser.open(newPath, german);
    const [group] = page.root.querySelectorAll('[data-group]');
    expect(wordsOf(group!.querySelector('legend'))).toMatch(/^Bestellungen/);
    expect(wordsOf(group!.querySelector('[data-type]'))).toContain(
      'Neue Bestellung eingegangen order.placed',
    );
    expect(page.html).toContain('nicht jedes Mal, wenn er eingelöst wird');
    const { id } = await organizer.createWebhook({
      target_url: 'https://example.org/german',
      action_types: ['pretix.voucher.deleted'],
    });
    const found = await browser.open(`${list}?search=Gutschein+gel%C3%B6scht`, german);
    expect(wordsOf(found.root.querySelector('tbody .db-line'))).toBe('Gutschein gelöscht');
    expect(found.root.querySelectorAll('tbody tr')).toHaveLength(1);
    await organizer.api.delete(`${organizer.path}/webhooks/${id}/?permanent=true`);
  });

  it('keeps everything that was typed where something is wrong, and says what beside it', async () => {
    const before = (await all()).length;
    const page = await browser.open(newPath);
    const fields = {
      target_url: 'ftp://example.org/"><script>',
      action_types: [placed],
      events: 'some',
      limit_events: ['democon', 'nowhere'],
      comment: 'x'.repeat(256),
      enabled: [],
    };
    const wrong = await browser.submit(page, form, fields, save);
    expect(wrong.status).toBe(400);
    expect(valueOf(wrong, 'target_url')).toBe(fields.target_url);
    expect(tickedOf(wrong, 'action_types')).toEqual([placed]);
    expect(tickedOf(wrong, 'events')).toEqual(['some']);
    expect(tickedOf(wrong, 'limit_events')).toEqual(['democon', 'nowhere']);
    expect(valueOf(wrong, 'comment')).toBe(fields.comment);
    expect(tickedOf(wrong, 'enabled')).toEqual([]);
    expect(wordsOf(wrong.root.querySelector('#target_url-fault'))).toContain('https://');
    expect(wrong.root.querySelector('#target_url')?.getAttribute('aria-describedby')).toContain(
      'target_url-fault',
    );
    expect(wordsOf(wrong.root.querySelector('#limit_events-fault'))).toBe('There is no event nowhere.');
    expect(wordsOf(wrong.root.querySelector('#comment-fault'))).toBe('No more than 255 characters fit here.');
    const port = await browser.submit(page, form, { ...fields, target_url: 'https://example.org:25/' }, save);
    expect(wordsOf(port.root.querySelector('#target_url-fault'))).toContain('Port 25 is not allowed here');
    const nothing = await browser.submit(page, form, { target_url: '', action_types: [] }, save);
    expect(wordsOf(nothing.root.querySelector('#target_url-fault'))).toBe('This is needed.');
    expect(wordsOf(nothing.root.querySelector('#action_types-fault'))).toContain('at least one type');
    expect((await all()).length).toBe(before);
  });

  it('ticks a whole group, and finds events, with everything else as it was', async () => {
    const page = await browser.open(newPath);
    const typed = {
      target_url: 'https://example.org/',
      action_types: ['pretix.event.checkin'],
      comment: 'C',
    };
    const grouped = await browser.submit(page, form, typed, { button: 'intent=group:orders' });
    expect(tickedOf(grouped, 'action_types')).toHaveLength(21);
    expect([valueOf(grouped, 'target_url'), valueOf(grouped, 'comment')]).toEqual([typed.target_url, 'C']);
    const found = await browser.submit(
      grouped,
      form,
      { event_search: 'SUMMER', limit_events: ['democon'] },
      { button: 'intent=enter' },
    );
    expect(tickedOf(found, 'limit_events')).toEqual(['democon']);
    const offered = found.root
      .querySelectorAll('#found-events input')
      .map((input) => input.getAttribute('value'));
    expect(offered).toEqual(['summerfest']);
    expect(tickedOf(found, 'action_types')).toHaveLength(21);
  });

  it('says what is risky about an address, and lets it be', async () => {
    const page = await browser.open(newPath);
    const hints = async (target_url: string): Promise<readonly string[]> =>
      hintsOf(await browser.submit(page, form, { target_url }, { button: 'intent=find' }));
    expect(await hints('https://example.org/')).toEqual([]);
    expect(await hints('http://example.org/')).toEqual(['http']);
    expect(await hints('https://user:secret@example.org/')).toEqual(['credentials']);
    expect(await hints('http://127.0.0.1:3000/')).toEqual(['http', 'private']);
    expect(await hints('https://[::1]/')).toEqual(['private']);
    expect(await hints('https://10.2.0.1/')).toEqual(['private']);
    expect(await hints('https://10.1.0.1/')).toEqual([]);
    expect(await hints('https://printer.local/')).toEqual(['private']);
  });

  it('shows what the receiver will get', async () => {
    const page = await browser.open(newPath);
    const fields = { target_url: 'https://example.org/a/b', action_types: ['pretix.giftcards.created'] };
    const shown = await browser.submit(page, form, fields, { button: 'intent=find' });
    const text = shown.root.querySelector('[data-sample-text]')!.textContent;
    expect(text).toMatch(/^POST \/a\/b HTTP\/1\.1\n/);
    expect(text).toContain('"action": "pretix.giftcards.created"');
  });
});

describe('Editing a webhook', () => {
  const url = 'https://user:secret@example.org/hook?key=other';
  const shownUrl = 'https://***:***@example.org/hook?key=***';
  let webhook: WebhookAnswer;
  let path: string;
  beforeAll(async () => {
    webhook = await organizer.createWebhook({ target_url: url, limit_events: ['democon'], comment: 'Old' });
    path = `${list}${webhook.id}/edit/`;
  });
  const stored = async (): Promise<WebhookAnswer> =>
    (await organizer.api.get<WebhookAnswer>(`${organizer.path}/webhooks/${webhook.id}/`)).body;

  it('changes what was changed, and keeps what is hidden', async () => {
    const page = await browser.open(path);
    expect(page.html).not.toContain('secret');
    expect(valueOf(page, 'target_url')).toBe(shownUrl);
    expect(tickedOf(page, 'limit_events')).toEqual(['democon']);
    const done = await browser.submit(page, form, { comment: 'New', enabled: [] }, save);
    expect(done.path).toBe(`${list}${webhook.id}/?notice=saved`);
    expect(await stored()).toEqual({ ...webhook, comment: 'New', enabled: false });
    const again = await browser.submit(await browser.open(path), form, {}, save);
    expect(again.path).toBe(`${list}${webhook.id}/?notice=nothing_changed`);
  });

  it('takes no stars for credentials', async () => {
    const page = await browser.open(path);
    const target = 'https://***:***@other.example/';
    const wrong = await browser.submit(page, form, { target_url: target }, save);
    expect([wrong.status, valueOf(wrong, 'target_url')]).toEqual([400, target]);
    expect(wordsOf(wrong.root.querySelector('#target_url-fault'))).toContain('Enter the whole address again');
    expect((await stored()).target_url).toBe(url);
    await browser.submit(page, form, { target_url: 'https://other.example/' }, save);
    expect((await stored()).target_url).toBe('https://other.example/');
  });

  it('is not for webhooks of others', async () => {
    await doorbell.createOrganizer({ slug: 'other' });
    const foreign = await browser.open(`/console/organizers/other/webhooks/${webhook.id}/edit/`);
    expect(foreign.status).toBe(404);
  });
});

const token = async (): Promise<string> =>
  (await browser.open(newPath)).root.querySelector(`${form} [name=form_token]`)!.getAttribute('value')!;

const ask = async (part: string, fields: readonly (readonly [string, string])[]): Promise<OpenPage> =>
  browser.post(
    `/console/organizers/acmecorp/webhook-form/${part}/`,
    new URLSearchParams([['form_token', await token()], ...fields.map((field) => [...field])] as [
      string,
      string,
    ][]),
  );

describe('What the form asks for while one types', () => {
  it('is a few of ten thousand events, quickly, without those that are chosen', async () => {
    await doorbell.query(
      `INSERT INTO events (organizer_id, slug, name)
       SELECT $1, 'fest-' || n, jsonb_build_object('en', 'Festival ' || n) FROM generate_series(1, 10000) n`,
      [organizer.id],
    );
    const began = performance.now();
    const found = await ask('events', [
      ['event_search', 'Festival 999'],
      ['limit_events', 'fest-9990'],
    ]);
    expect(performance.now() - began).toBeLessThan(3_000);
    const slugs = found.root.querySelectorAll('input').map((input) => input.getAttribute('value'));
    expect(slugs).toEqual([
      'fest-999',
      ...Array.from({ length: 9 }, (_none, index) => `fest-999${index + 1}`),
    ]);
    expect(found.html).toMatch(/^<label/);
    const many = await ask('events', [['event_search', 'fest']]);
    expect(many.root.querySelectorAll('input')).toHaveLength(20);
    expect(wordsOf(many.root.querySelector('p'))).toContain('There are more');
    const page = await browser.open(newPath);
    expect(page.html.length).toBeLessThan(60_000);
    expect((await ask('events', [['event_search', '100%_']])).root.querySelectorAll('input')).toEqual([]);
  });

  it('is what is risky about the address', async () => {
    const part = await ask('url-hints', [['target_url', 'http://user:secret@example.org/']]);
    expect(hintsOf(part)).toEqual(['http', 'credentials']);
    expect(part.html).not.toContain('secret');
  });
});
