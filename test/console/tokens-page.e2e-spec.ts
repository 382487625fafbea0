import { administrator, type Permission } from '@app/access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peopleOf, signInByLink } from '../setup/browser.js';
import { type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';
import { browserOfFirst, ConsoleBrowser, type OpenPage, wordsOf } from './console-browser.js';

const path = '/console/organizers/acmecorp/tokens/';
const form = 'main form';

let doorbell: Doorbell;
let organizer: TestOrganizer;
let browser: ConsoleBrowser;

beforeAll(async () => {
  doorbell = await startDoorbell();
  organizer = await doorbell.createOrganizer({ events: [] });
  browser = await browserOfFirst(doorbell);
});
afterAll(async () => doorbell.stop());

const faultOf = ({ root }: OpenPage, field: string): string => wordsOf(root.querySelector(`#${field}-fault`));
const cellsOf = ({ root }: OpenPage, name: string): readonly string[] =>
  root
    .querySelectorAll('tbody tr')
    .find((row) => wordsOf(row).startsWith(name))!
    .querySelectorAll('td')
    .map(wordsOf);
const tokenEntries = async (): Promise<readonly object[]> =>
  doorbell.query(
    `SELECT action, actor_type, actor_name, changes->'name'->>1 AS name FROM audit_entries
     WHERE object_type = 'token' AND organizer_id = $1 ORDER BY id DESC LIMIT 2`,
    [organizer.id],
  );

/** Somebody new in the organizer, signed in. */
async function join(name: string, permissions: readonly Permission[]): Promise<ConsoleBrowser> {
  const invitation = { email: `${name}@example.org`, name, permissions };
  const { link } = await peopleOf(doorbell).invite(organizer, invitation, administrator);
  const { cookieHeader } = await signInByLink(doorbell, link!.token);
  return new ConsoleBrowser(doorbell.url).keep(cookieHeader!);
}

describe('The API tokens of an organizer', () => {
  it('are an explanation and a button as long as there is none', async () => {
    await doorbell.admin.post('/api/v1/organizers/', { name: 'Empty', slug: 'empty' });
    const { root } = await browser.open('/console/organizers/empty/tokens/');
    expect(wordsOf(root.querySelector('.db-message'))).toContain('No program has access yet');
    expect(root.querySelector('.db-message a.btn')?.getAttribute('href')).toBe(
      '/console/organizers/empty/tokens/new/',
    );
    expect(wordsOf(root.querySelector('nav [aria-current]'))).toBe('API tokens');
  });

  it('are created, shown once, used, and revoked after a question, with the entries of the API', async () => {
    const page = await browser.open(`${path}new/`);
    const made = await browser.submit(page, form, {
      name: 'Ticket <shop>',
      permissions: ['can_view_organizer', 'can_send_notifications'],
      expires: '2099-12-31',
    });
    expect(made.status).toBe(200);
    expect(made.headers.get('cache-control')).toBe('no-store');
    expect(made.path).toBe(`${path}new/`);
    const secret = made.root.querySelector('#secret')!.getAttribute('value')!;
    expect(secret).toMatch(/^dbt_/);
    expect(made.root.querySelector('[data-copy]')?.getAttribute('data-copy')).toBe('secret');
    expect((await doorbell.client(secret).get(organizer.path)).status).toBe(200);

    const list = await browser.open(path);
    expect(list.html).not.toContain(secret);
    expect(cellsOf(list, 'Ticket <shop>')).toEqual([
      `Ticket <shop> ${secret.slice(0, 10)}…`,
      'See the organizerSend notifications',
      new Date().toISOString().slice(0, 10),
      'Never',
      'Active until 2099-12-31',
      'Revoke',
    ]);
    const revoke = list.root.querySelector('a[aria-label="Revoke Ticket <shop>"]')!.getAttribute('href')!;
    const question = await browser.open(revoke);
    expect(wordsOf(question.root.querySelector('h1'))).toBe('Revoke Ticket <shop>?');
    expect((await doorbell.client(secret).get(organizer.path)).status).toBe(200);

    const done = await browser.submit(question, 'main form');
    expect(done.path).toBe(`${path}?notice=token_revoked`);
    expect(cellsOf(done, 'Ticket <shop>').slice(-2)).toEqual([expect.stringMatching(/^Revoked \d{4}-/), '']);
    expect(done.html).not.toContain(secret);
    expect((await doorbell.client(secret).get(organizer.path)).status).toBe(401);
    expect(await tokenEntries()).toEqual([
      { action: 'pretix.token.deleted', actor_type: 'person', actor_name: 'Ada', name: null },
      { action: 'pretix.token.created', actor_type: 'person', actor_name: 'Ada', name: 'Ticket <shop>' },
    ]);
  });

  it('say what is wrong beside each field, and keep what was typed', async () => {
    const page = await browser.open(`${path}new/`);
    const before = await tokenEntries();
    const empty = await browser.submit(page, form, { name: '', permissions: [], expires: '2099-01-01' });
    expect([empty.status, faultOf(empty, 'name'), faultOf(empty, 'permissions')]).toEqual([
      400,
      'This is needed.',
      'Tick at least one.',
    ]);
    expect(empty.root.querySelector('#expires')?.getAttribute('value')).toBe('2099-01-01');
    const given = { name: 'Late', permissions: ['can_send_notifications'], expires: '2001-01-01' };
    const past = await browser.submit(empty, form, given);
    expect([past.status, faultOf(past, 'expires')]).toEqual([400, 'This day is over.']);
    expect(past.root.querySelector('#name')?.getAttribute('value')).toBe('Late');
    expect(past.root.querySelector('[value=can_send_notifications]')?.hasAttribute('checked')).toBe(true);
    expect(past.root.querySelector('[value=can_view_organizer]')?.hasAttribute('checked')).toBe(false);
    const wrong = await browser.submit(past, form, { ...given, expires: 'tomorrow' });
    expect(faultOf(wrong, 'expires')).toBe('Choose a day, or leave it empty.');
    expect(await tokenEntries()).toEqual(before);
  });

  it('are for those alone who may change the settings, and nobody gives what they do not hold', async () => {
    const sam = await join('sam', ['can_view_organizer', 'can_change_organizer_settings']);
    const page = await sam.open(`${path}new/`);
    const offered = page.root
      .querySelectorAll('[name=permissions]')
      .map((tick) => tick.getAttribute('value'));
    expect(offered).toEqual(['can_view_organizer', 'can_change_organizer_settings']);
    const more = await sam.submit(page, form, { name: 'More', permissions: ['can_send_notifications'] });
    expect([more.status, faultOf(more, 'permissions')]).toEqual([
      400,
      'You can only give what you may do yourself.',
    ]);
    const [row] = await doorbell.query<{ id: string }>('SELECT min(id) AS id FROM tokens');
    expect((await sam.open(`/console/organizers/empty/tokens/${row!.id}/revoke/`)).status).toBe(403);
    expect((await browser.open(`/console/organizers/empty/tokens/${row!.id}/revoke/`)).status).toBe(404);

    const vic = await join('vic', ['can_view_organizer']);
    for (const page of ['tokens/', 'tokens/new/', 'people/', 'people/new/', 'audit-trail/']) {
      const { status } = await vic.open(`/console/organizers/acmecorp/${page}`);
      expect([page, status]).toEqual([page, 403]);
    }
    const home = await vic.open('/console/');
    expect([home.path, home.root.querySelector('.db-tabs')]).toEqual(['/console/organizers/', null]);
  });
});
