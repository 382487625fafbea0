import { administrator } from '@app/access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goodPassword, peopleOf, signInByLink } from '../setup/browser.js';
import { type Doorbell, startDoorbell } from '../setup/doorbell.js';
import { browserOfFirst, ConsoleBrowser, type OpenPage, wordsOf } from './console-browser.js';

const path = '/console/administrators/';

let doorbell: Doorbell;
let browser: ConsoleBrowser;

beforeAll(async () => {
  doorbell = await startDoorbell();
  browser = await browserOfFirst(doorbell);
});
afterAll(async () => doorbell.stop());

const faultOf = ({ root }: OpenPage, field: string): string => wordsOf(root.querySelector(`#${field}-fault`));
const idOf = ({ root }: OpenPage, name: string): number => {
  const row = root.querySelectorAll('tbody tr').find((one) => wordsOf(one).startsWith(name));
  return Number(row!.id.replace('person-', ''));
};
const entriesOf = async (id: number): Promise<readonly string[]> => {
  const rows = await doorbell.query<{ entry: string }>(
    `SELECT action || ' by ' || actor_name AS entry FROM audit_entries
     WHERE object_type = 'person' AND object_id = $1 AND organizer_id IS NULL ORDER BY id`,
    [String(id)],
  );
  return rows.map(({ entry }) => entry.replace('doorbell.person.', ''));
};

describe('Administrators', () => {
  it('see who else is one', async () => {
    const { root } = await browser.open(path);
    expect(wordsOf(root.querySelector('tbody tr td'))).toBe('Ada (you)');
    expect(root.querySelector('a[href="/console/administrators/new/"]')).not.toBeNull();
  });

  it('keep the last of them', async () => {
    const id = idOf(await browser.open(path), 'Ada');
    // One who has not used the link yet may never do so.
    const late = { email: 'late@example.org', name: 'Late' };
    const { person } = await peopleOf(doorbell).inviteAdministrator(late, administrator);
    const page = await browser.open(`${path}${id}/remove/`);
    expect(page.root.querySelector('main button')).toBeNull();
    expect(wordsOf(page.root.querySelector('main'))).toContain('No other administrator can sign in.');
    expect((await browser.submit(page, 'main form')).status).toBe(409);
    expect((await browser.open(path)).status).toBe(200);
    const other = await browser.open(`${path}${person.id}/remove/`);
    expect((await browser.submit(other, 'main form')).path).toBe(`${path}?notice=administrator_removed`);
  });

  it('invite others by a link that lets them in, once', async () => {
    const page = await browser.open(`${path}new/`);
    const wrong = await browser.submit(page, 'main form', { email: 'nobody', name: '' });
    expect([wrong.status, faultOf(wrong, 'email'), faultOf(wrong, 'name')]).toEqual([
      400,
      'Enter a whole e-mail address, such as ada@example.org.',
      'Enter a name.',
    ]);
    const made = await browser.submit(wrong, 'main form', { email: 'ben@example.org', name: 'Ben' });
    const link = made.root.querySelector('#secret')!.getAttribute('value')!;
    const ben = new ConsoleBrowser(doorbell.url);
    const inside = await ben.submit(await ben.open(new URL(link).pathname), 'main form', {
      password: goodPassword,
    });
    expect(inside.status).toBe(200);
    const list = await ben.open(path);
    expect(list.html).not.toContain(link.split('/').at(-1));
    expect(await entriesOf(idOf(list, 'Ben'))).toEqual(
      expect.arrayContaining(['administrator_added by Ada', 'link_created by Ada']),
    );
    const again = await browser.submit(page, 'main form', { email: 'ben@example.org', name: 'Ben' });
    expect([again.status, faultOf(again, 'email')]).toEqual([
      400,
      'This person is an administrator already.',
    ]);
  });

  it('make a link for a new password, and end the rights of another', async () => {
    const id = idOf(await browser.open(path), 'Ben');
    const asked = await browser.open(`${path}${id}/link/`);
    expect(wordsOf(asked.root.querySelector('h1'))).toBe('Make a link for Ben?');
    const made = await browser.submit(asked, 'main form');
    const token = made.root.querySelector('#secret')!.getAttribute('value')!.split('/').at(-1)!;
    const { cookieHeader } = await signInByLink(doorbell, token, 'another bell at noon');
    const ben = new ConsoleBrowser(doorbell.url).keep(cookieHeader!);
    expect((await ben.open(path)).status).toBe(200);

    const page = await browser.open(`${path}${id}/remove/`);
    expect(wordsOf(page.root.querySelector('h1'))).toBe('Remove Ben as an administrator?');
    const done = await browser.submit(page, 'main form');
    expect(done.path).toBe(`${path}?notice=administrator_removed`);
    expect((await entriesOf(id)).at(-1)).toBe('administrator_removed by Ada');
    expect((await ben.open(path)).path).toContain('/console/sign-in/');
    expect((await browser.open(`${path}${id}/remove/`)).status).toBe(404);
  });

  it('are nobody’s business who is none', async () => {
    const organizer = await doorbell.createOrganizer({ events: [] });
    const invitation = { email: 'eve@example.org', name: 'Eve' };
    const permissions = ['can_view_organizer', 'can_change_organizer_settings'] as const;
    const { link } = await peopleOf(doorbell).invite(
      organizer,
      { ...invitation, permissions },
      administrator,
    );
    const { cookieHeader } = await signInByLink(doorbell, link!.token);
    const eve = new ConsoleBrowser(doorbell.url).keep(cookieHeader!);
    for (const page of [path, `${path}new/`, `${path}1/link/`, `${path}1/remove/`]) {
      expect([page, (await eve.open(page)).status]).toEqual([page, 403]);
    }
    const account = await eve.open('/console/account/');
    expect(account.root.querySelector(`a[href="${path}"]`)).toBeNull();
  });
});
