import { administrator } from '@app/access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstEmail, goodPassword, peopleOf, signIn, signInByLink } from '../setup/browser.js';
import { type Doorbell, startDoorbell } from '../setup/doorbell.js';
import { browserOf, browserOfFirst, ConsoleBrowser, type OpenPage, wordsOf } from './console-browser.js';

const path = '/console/account/';
const passwordForm = `form[action="${path}password/"]`;
const nameForm = `form[action="${path}name/"]`;
const newPassword = 'another bell at noon';

let doorbell: Doorbell;
let browser: ConsoleBrowser;

beforeAll(async () => {
  doorbell = await startDoorbell();
  browser = await browserOfFirst(doorbell);
});
afterAll(async () => doorbell.stop());

const faultOf = ({ root }: OpenPage, field: string): string => wordsOf(root.querySelector(`#${field}-fault`));
const lastEntry = async (): Promise<unknown> => {
  const rows = await doorbell.query(
    'SELECT action, actor_name, changes, organizer_id FROM audit_entries ORDER BY id DESC LIMIT 1',
  );
  return rows[0];
};

describe('One’s own account', () => {
  it('is one click away, on every page', async () => {
    const page = await browser.open('/console/organizers/');
    const links = page.root.querySelectorAll('.db-account a').map((link) => link.getAttribute('href'));
    expect(links).toEqual(expect.arrayContaining([path, '/console/administrators/']));
    expect(wordsOf((await browser.open(path)).root.querySelector('h1'))).toBe('Your account');
    const out = await new ConsoleBrowser(doorbell.url).open(path);
    expect(out.path).toBe(`/console/sign-in/?next=${encodeURIComponent(path)}`);
  });

  it('has a name, which one may change', async () => {
    const page = await browser.open(path);
    const wrong = await browser.submit(page, nameForm, { name: ' ' });
    expect([wrong.status, faultOf(wrong, 'name')]).toEqual([400, 'Enter a name.']);
    const saved = await browser.submit(wrong, nameForm, { name: ' Ada Lovelace ' });
    expect(saved.path).toBe(`${path}?notice=name_saved`);
    expect(wordsOf(saved.root.querySelector('.db-menu-name'))).toBe('Ada Lovelace');
    const entry = { action: 'doorbell.person.renamed', changes: { name: ['Ada', 'Ada Lovelace'] } };
    expect(await lastEntry()).toMatchObject({ ...entry, organizer_id: null, actor_name: 'Ada' });
    await browser.submit(saved, nameForm, { name: 'Ada Lovelace' });
    expect(await lastEntry()).toMatchObject(entry);
  });

  it('has a password, which one changes by the present one; other browsers are signed out', async () => {
    const other = await browserOf(doorbell, firstEmail, goodPassword);
    const page = await browser.open(path);
    const wrong = await browser.submit(page, passwordForm, { current: 'a guess', password: newPassword });
    expect([wrong.status, faultOf(wrong, 'current')]).toEqual([400, 'This is not your password.']);
    const short = await browser.submit(wrong, passwordForm, { current: goodPassword, password: 'short' });
    expect(faultOf(short, 'password')).toBe('Use at least 10 characters.');
    expect(short.html).not.toContain(goodPassword);
    const done = await browser.submit(short, passwordForm, {
      current: goodPassword,
      password: newPassword,
    });
    expect([done.status, done.path]).toEqual([200, `${path}?notice=password_changed`]);
    const [{ count } = { count: 0 }] = await doorbell.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM audit_entries WHERE action = 'doorbell.person.password_changed'
         AND actor_name = 'Ada Lovelace'`,
    );
    expect(count).toBe(1);
    expect((await other.open(path)).path).toContain('/console/sign-in/');
    await expect(signIn(doorbell, firstEmail, goodPassword)).rejects.toThrow('do not belong together');
    expect((await signIn(doorbell, firstEmail, newPassword)).cookieHeader).toBeDefined();
  });

  it('says where one is signed in, and ends all of it', async () => {
    const other = await browserOf(doorbell, firstEmail, newPassword);
    const page = await other.open(path);
    const rows = page.root.querySelectorAll('#sessions tbody tr').map((row) => wordsOf(row));
    expect(rows.filter((row) => row.startsWith('This browser192.0.2.7'))).toHaveLength(1);
    expect(rows.filter((row) => row.startsWith('Another browser')).length).toBeGreaterThan(0);
    const out = await other.submit(page, '#sessions form');
    expect(out.path).toBe('/console/sign-in/?notice=signed_out');
    expect(await lastEntry()).toMatchObject({ action: 'doorbell.person.signed_out_everywhere' });
    expect((await browser.open(path)).path).toContain('/console/sign-in/');
  });

  it('of a person without a password asks for none', async () => {
    const invitation = { email: 'ben@example.org', name: 'Ben' };
    const { person, link } = await peopleOf(doorbell).inviteAdministrator(invitation, administrator);
    const { cookieHeader } = await signInByLink(doorbell, link!.token);
    await doorbell.query('UPDATE people SET password = NULL WHERE id = $1', [person.id]);
    const { root } = await new ConsoleBrowser(doorbell.url).keep(cookieHeader!).open(path);
    expect(root.querySelector(passwordForm)).toBeNull();
    expect(wordsOf(root.querySelector('main'))).toContain('and have no password here');
  });

  it('speaks the language that was chosen, in this browser', async () => {
    const ada = await browserOf(doorbell, firstEmail, newPassword);
    const page = await ada.open(path, { 'accept-language': 'en' });
    const german = await ada.submit(page, 'form[action="/console/language/"]', { language: 'de' });
    expect(wordsOf(german.root.querySelector('h1'))).toBe('Ihr Konto');
    expect(german.headers.get('content-language')).toBe('de');
    expect(german.root.querySelector('#language option[selected]')?.getAttribute('value')).toBe('de');
    const wrong = await ada.submit(german, nameForm, { name: ' ' });
    expect(faultOf(wrong, 'name')).toBe('Geben Sie einen Namen ein.');
    const back = await ada.submit(wrong, 'form[action="/console/language/"]', { language: '' });
    expect(wordsOf(back.root.querySelector('h1'))).toBe('Your account');
  });
});
