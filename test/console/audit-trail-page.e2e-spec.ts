import { administrator } from '@app/access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peopleOf, signInByLink } from '../setup/browser.js';
import { type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';
import { browserOfFirst, ConsoleBrowser, type OpenPage, wordsOf } from './console-browser.js';

const path = '/console/organizers/acmecorp/audit-trail/';

let doorbell: Doorbell;
let organizer: TestOrganizer;
let browser: ConsoleBrowser;

beforeAll(async () => {
  doorbell = await startDoorbell();
  organizer = await doorbell.createOrganizer({ events: ['democon', 'summerfest'] });
  browser = await browserOfFirst(doorbell);
});
afterAll(async () => doorbell.stop());

const titlesOf = ({ root }: OpenPage): readonly string[] =>
  root.querySelectorAll('.db-entry h2').map(wordsOf);
const idsOf = ({ root }: OpenPage): readonly number[] =>
  root.querySelectorAll('.db-entry').map(({ id }) => Number(id.replace('entry-', '')));
/** By field: what went, and what came. */
const changesOf = ({ root }: OpenPage, entry: number): Readonly<Record<string, readonly string[][]>> => {
  const element = root.querySelectorAll('.db-entry')[entry]!;
  const names = element.querySelectorAll('dt').map((term) => term.getAttribute('title')!);
  const changes = element
    .querySelectorAll('dd')
    .map((change) => [
      change.querySelectorAll('del').map(wordsOf),
      change.querySelectorAll('ins').map(wordsOf),
    ]);
  return Object.fromEntries(names.map((name, index) => [name, changes[index]!]));
};

describe('The audit trail of an organizer', () => {
  it('says who changed what, field by field, newest first, and never a secret', async () => {
    const { id } = await organizer.createWebhook({
      target_url: 'https://user:sesame@example.org/hook?key=sesame',
      action_types: ['pretix.event.order.placed', 'pretix.event.order.paid'],
      limit_events: ['democon'],
      comment: '<i>old</i> \u202ecomment',
    });
    await organizer.api.patch(`${organizer.path}/webhooks/${id}/`, {
      action_types: ['pretix.event.order.placed', 'pretix.event.checkin'],
      target_url: 'https://user:sesame2@example.org/hook',
      comment: '',
      enabled: false,
    });
    const page = await browser.open(path);
    expect(page.html).not.toContain('sesame');
    expect(page.root.querySelector('main i')).toBeNull();
    expect(titlesOf(page).slice(0, 2)).toEqual([
      `Webhook changed · Webhook ${id} pretix.webhook.changed`,
      `Webhook created · Webhook ${id} pretix.webhook.created`,
    ]);
    const [changed] = page.root.querySelectorAll('.db-entry');
    expect(changed!.querySelectorAll('dt').map(wordsOf)).toContain('Notification types');
    expect(wordsOf(changed!.querySelector('.db-line'))).toBe('test (API token)');
    expect(changed!.querySelector('time')?.getAttribute('datetime')).toMatch(/^\d{4}-.*Z$/);
    expect(changesOf(page, 0)).toMatchObject({
      action_types: [['pretix.event.order.paid'], ['pretix.event.checkin']],
      enabled: [['yes'], ['no']],
      comment: [['<i>old</i> ⟨U+202E⟩comment'], ['empty']],
    });
    expect(changesOf(page, 1)).toMatchObject({ enabled: [[], ['yes']], limit_events: [[], ['democon']] });
  });

  it('shows what somebody typed as it is, though it look like a moment that there never was', async () => {
    const typed = '2026-99-99T99:99:99Z';
    const { id } = await organizer.createWebhook({ target_url: 'https://example.org/', comment: typed });
    const page = await browser.open(path);
    expect(page.status).toBe(200);
    const created = titlesOf(page).indexOf(`Webhook created · Webhook ${id} pretix.webhook.created`);
    expect(changesOf(page, created)).toMatchObject({ comment: [[], [typed]] });
  });

  it('comes page by page, each entry once, while more are written', async () => {
    await doorbell.query(
      `INSERT INTO audit_entries (organizer_id, datetime, actor_type, actor_name, action, object_type, object_id, changes)
       SELECT $1, now() - n * interval '1 second', 'system', 'Doorbell', 'some.extension.did', 'webhook', '1', '{}'
       FROM generate_series(1, 70) AS n`,
      [organizer.id],
    );
    const first = await browser.open(path);
    expect(idsOf(first)).toHaveLength(50);
    expect(titlesOf(first)).toContain('some.extension.did · Webhook 1 some.extension.did');
    await organizer.createWebhook({ target_url: 'https://another.example/' });
    const next = first.root.querySelector('.db-pager a.btn')!.getAttribute('href')!;
    const second = await browser.open(next);
    const [{ count }] = (await doorbell.query<{ count: string }>(
      'SELECT count(*) FROM audit_entries WHERE organizer_id = $1',
      [organizer.id],
    )) as [{ count: string }];
    expect(new Set([...idsOf(first), ...idsOf(second)]).size).toBe(Number(count) - 1);
    expect(second.root.querySelector('.db-pager a.btn')).toBeNull();
    expect(second.root.querySelector('.db-pager a')?.getAttribute('href')).toBe(path);
    expect((await browser.open(`${path}?cursor=nonsense`)).status).toBe(404);
  });
});

describe('The audit trail of accounts', () => {
  it('is for administrators, and says who came in', async () => {
    const page = await browser.open('/console/audit-trail/');
    expect(titlesOf(page).some((title) => title.startsWith('Account created · Person '))).toBe(true);
    expect(titlesOf(page).some((title) => title.includes('pretix.webhook'))).toBe(false);
    const invitation = {
      email: 'sam@example.org',
      name: 'Sam',
      permissions: ['can_view_organizer', 'can_change_organizer_settings'] as const,
    };
    const { link } = await peopleOf(doorbell).invite(organizer, invitation, administrator);
    const { cookieHeader } = await signInByLink(doorbell, link!.token);
    const sam = new ConsoleBrowser(doorbell.url).keep(cookieHeader!);
    expect((await sam.open(path)).status).toBe(200);
    expect((await sam.open('/console/audit-trail/')).status).toBe(403);
  });
});
