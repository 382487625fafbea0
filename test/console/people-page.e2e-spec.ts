import { administrator, type Permission } from '@app/access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goodPassword, peopleOf, signInByLink } from '../setup/browser.js';
import { type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';
import { browserOfFirst, ConsoleBrowser, type OpenPage, wordsOf } from './console-browser.js';

const path = '/console/organizers/acmecorp/people/';
const invitationForm = 'main form';
const everything: readonly Permission[] = [
  'can_view_organizer',
  'can_change_organizer_settings',
  'can_send_notifications',
];

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
const secretOf = ({ root }: OpenPage): string => root.querySelector('#secret')!.getAttribute('value')!;
const cellsOf = ({ root }: OpenPage, id: number): readonly string[] | undefined =>
  root.querySelector(`#person-${id}`)?.querySelectorAll('td').map(wordsOf);
const entriesOf = async (id: number): Promise<readonly string[]> => {
  const rows = await doorbell.query<{ entry: string }>(
    `SELECT action || ' by ' || actor_name AS entry FROM audit_entries
     WHERE object_type = 'person' AND object_id = $1 ORDER BY id`,
    [String(id)],
  );
  return rows.map(({ entry }) => entry.replace('doorbell.person.', ''));
};

/** Somebody new in the organizer, signed in. */
async function join(
  name: string,
  permissions: readonly Permission[],
): Promise<{ readonly id: number; readonly browser: ConsoleBrowser }> {
  const invitation = { email: `${name}@example.org`, name, permissions };
  const { person, link } = await peopleOf(doorbell).invite(organizer, invitation, administrator);
  const { cookieHeader } = await signInByLink(doorbell, link!.token);
  return { id: person.id, browser: new ConsoleBrowser(doorbell.url).keep(cookieHeader!) };
}

describe('The people of an organizer', () => {
  it('are an explanation and a button as long as there is none', async () => {
    const { root } = await browser.open(path);
    expect(wordsOf(root.querySelector('.db-message'))).toContain('Nobody has a role here yet');
    expect(root.querySelector('.db-message a.btn')?.getAttribute('href')).toBe(`${path}new/`);
  });

  it('are invited by a link that is shown once and lets them in', async () => {
    const page = await browser.open(`${path}new/`);
    const made = await browser.submit(page, invitationForm, {
      email: 'Grace@Example.org',
      name: 'Grace <b>Hopper</b>',
      permissions: ['can_view_organizer', 'can_change_organizer_settings'],
    });
    expect([made.status, made.path]).toEqual([200, `${path}new/`]);
    const link = secretOf(made);
    expect(link).toMatch(new RegExp(`^${doorbell.url}/console/sign-in/link/[\\w-]+$`));

    const list = await browser.open(path);
    expect(list.html).not.toContain(link.split('/').at(-1));
    const id = Number(list.root.querySelector('tbody tr')!.id.replace('person-', ''));
    expect(cellsOf(list, id)).toEqual([
      'Grace <b>Hopper</b>',
      'grace@example.org',
      'See the organizerChange the settings',
      'Not yet',
      'Change',
    ]);

    const grace = new ConsoleBrowser(doorbell.url);
    const welcome = await grace.open(new URL(link).pathname);
    const inside = await grace.submit(welcome, 'main form', { password: goodPassword });
    expect(inside.path).toBe('/console/organizers/acmecorp/webhooks/');
    const tabs = inside.root.querySelectorAll('.db-tabs a').map(wordsOf);
    expect(tabs).toEqual(['Webhooks', 'API tokens', 'People', 'Audit trail']);
    const own = await grace.open(path);
    expect(cellsOf(own, id)![0]).toBe('Grace <b>Hopper</b> (you)');
    expect(await entriesOf(id)).toEqual(expect.arrayContaining(['invited by Ada', 'link_created by Ada']));
  });

  it('say what is wrong beside each field, and keep what was typed', async () => {
    const page = await browser.open(`${path}new/`);
    const wrong = await browser.submit(page, invitationForm, { email: 'nobody', name: ' ', permissions: [] });
    expect([wrong.status, ...['email', 'name', 'permissions'].map((name) => faultOf(wrong, name))]).toEqual([
      400,
      'Enter a whole e-mail address, such as ada@example.org.',
      'Enter a name.',
      'Tick at least one.',
    ]);
    expect(wrong.root.querySelector('#email')?.getAttribute('value')).toBe('nobody');
    const again = await browser.submit(wrong, invitationForm, {
      email: 'grace@example.org',
      name: 'Grace',
      permissions: ['can_view_organizer'],
    });
    expect(faultOf(again, 'email')).toBe('This person has a role here already.');
    expect(again.root.querySelector('#name')?.getAttribute('value')).toBe('Grace');
  });

  it('get another role, which counts at once', async () => {
    const { id, browser: sam } = await join('sam', ['can_view_organizer']);
    expect((await sam.open(path)).status).toBe(403);
    const page = await browser.open(`${path}${id}/`);
    const form = `form[action="${path}${id}/"]`;
    const none = await browser.submit(page, form, { permissions: [] });
    expect([none.status, faultOf(none, 'permissions')]).toEqual([400, 'Tick at least one.']);
    const saved = await browser.submit(none, form, {
      permissions: ['can_view_organizer', 'can_change_organizer_settings'],
    });
    expect(saved.path).toBe(`${path}?notice=person_saved`);
    expect((await sam.open(path)).status).toBe(200);
    expect((await entriesOf(id)).at(-1)).toBe('changed by Ada');

    const own = await sam.open(`${path}${id}/`);
    expect(wordsOf(own.root.querySelector('.db-notice-warning'))).toContain('This is you.');
    const more = await sam.submit(own, form, { permissions: everything });
    expect([more.status, faultOf(more, 'permissions')]).toEqual([
      400,
      'You can only give what you may do yourself.',
    ]);
    const view = { permissions: ['can_view_organizer'] };
    for (const { id: other } of (await peopleOf(doorbell).list(organizer.id, { offset: 0, limit: 50 }))
      .people)
      if (other !== id) await peopleOf(doorbell).remove(organizer, other, administrator);
    const last = await sam.submit(own, form, view);
    expect([last.status, wordsOf(last.root.querySelector('h1'))]).toEqual([
      409,
      'Somebody must be able to give roles here',
    ]);
    await join('vera', everything);
    const given = await sam.submit(own, form, view);
    expect([given.status, given.path]).toEqual([200, '/console/organizers/']);
  });

  it('get a link for a new password from those who may all that they may', async () => {
    const boss = await join('boss', everything);
    const clerk = await join('clerk', ['can_view_organizer', 'can_change_organizer_settings']);
    const page = await boss.browser.open(`${path}${clerk.id}/link/`);
    expect(wordsOf(page.root.querySelector('h1'))).toBe('Make a link for clerk?');
    const made = await boss.browser.submit(page, 'main form');
    const token = secretOf(made).split('/').at(-1)!;
    expect((await entriesOf(clerk.id)).at(-1)).toBe('link_created by boss');
    const password = 'another bell at noon';
    const fresh = new ConsoleBrowser(doorbell.url);
    const reset = await fresh.open(`/console/sign-in/link/${token}`);
    expect((await fresh.submit(reset, 'main form', { password })).status).toBe(200);

    const shown = await fresh.open(`${path}${boss.id}/`);
    expect(shown.root.querySelector(`a[href="${path}${boss.id}/link/"]`)).toBeNull();
    expect(wordsOf(shown.root)).toContain('An administrator can make them a link');
    const asked = await fresh.open(`${path}${boss.id}/link/`);
    expect((await fresh.submit(asked, 'main form')).status).toBe(403);
  });

  it('are removed after a question', async () => {
    const { id, browser: tim } = await join('tim', ['can_view_organizer']);
    const page = await browser.open(`${path}${id}/remove/`);
    expect(wordsOf(page.root.querySelector('h1'))).toBe('Remove tim?');
    expect(cellsOf(await browser.open(path), id)).toBeDefined();
    const done = await browser.submit(page, 'main form');
    expect(done.path).toBe(`${path}?notice=person_removed`);
    expect(cellsOf(done, id)).toBeUndefined();
    expect((await entriesOf(id)).at(-1)).toBe('removed by Ada');
    expect((await tim.open('/console/organizers/')).path).toContain('/console/sign-in/');
    expect((await browser.open(`${path}${id}/`)).status).toBe(404);
  });
});
