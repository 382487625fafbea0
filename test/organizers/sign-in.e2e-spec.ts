import { TransactionRunner } from '@app/database';
import { TooManyRequests, ValidationFailed } from '@app/rest';
import { type PasswordSignIn, SignInRefused } from '@contracts/organizers';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type Browser,
  firstEmail,
  goodPassword,
  page,
  signIn,
  signInFirst,
  signInOf,
} from '../setup/browser.js';
import { ConsoleProbeModule, type ProbeAnswer } from '../setup/console-probe.js';
import { type Doorbell, startDoorbell } from '../setup/doorbell.js';

const address = '192.0.2.8';
const otherPassword = 'another quiet bell';

describe('Signing in', () => {
  let doorbell: Doorbell;
  let first: Browser;
  beforeAll(async () => {
    doorbell = await startDoorbell({ modules: [ConsoleProbeModule] });
    first = await signInFirst(doorbell);
  });
  afterAll(async () => doorbell.stop());
  // Ten attempts of a person, one after the other, are all that they have for a while.
  beforeEach(() => doorbell.clock.advance(600_000));

  const auditOf = async (action: string): Promise<readonly object[]> =>
    doorbell.query(
      `SELECT organizer_id, actor_type, actor_id::text, actor_name, object_type, object_id, changes FROM audit_entries
       WHERE action = $1 ORDER BY id`,
      [`doorbell.person.${action}`],
    );

  it('by the first link makes an administrator, who is a person', async () => {
    const { body } = await first.get<ProbeAnswer>(page);
    const { id } = body.principal;
    expect(body.principal).toEqual({ type: 'person', id: expect.any(Number), name: 'Ada' });
    expect(body.session).toMatchObject({ personId: id, email: firstEmail, name: 'Ada' });
    expect(await first.status('/console/probe/administrators')).toBe(200);
    const actor = { actor_type: 'person', actor_id: String(id), actor_name: 'Ada' };
    const entry = { organizer_id: null, object_type: 'person', object_id: String(id), ...actor };
    const changes = { email: [null, firstEmail], name: [null, 'Ada'], administrator: [null, true] };
    expect(await auditOf('created')).toEqual([{ ...entry, changes }]);
    expect(await auditOf('signed_in')).toEqual([
      { ...entry, changes: { address: [null, '192.0.2.7'], by: [null, 'link'] } },
    ]);
  });

  it('by e-mail address and password, written as people write them', async () => {
    const browser = await signIn(doorbell, ' Ada@EXAMPLE.org ');
    expect(await browser.isSignedIn()).toBe(true);
    expect(browser.cookieHeader).not.toBe(first.cookieHeader);
  });

  it.each([
    ['another password', firstEmail, otherPassword],
    ['an unknown address', 'nobody@example.org', goodPassword],
    ['no address', '', goodPassword],
    ['no password', firstEmail, ''],
    ['a password of a megabyte', firstEmail, 'a'.repeat(1_000_000)],
    ['characters that PostgreSQL does not take', 'a\0@example.org', 'a\0'.repeat(10)],
  ])('53. is refused with %s, in the same words', async (_what, email, password) => {
    const refused = signInOf(doorbell).byPassword({ email, password, address });
    await expect(refused).rejects.toThrow(new SignInRefused());
  });

  it('53. leaves a failure in the audit trail where there is such a person, and nowhere else', async () => {
    const failed = { actor_type: 'system', changes: { address: [null, address] } };
    await vi.waitFor(async () => {
      expect(await auditOf('sign_in_failed')).toMatchObject([failed, failed, failed]);
    });
  });

  it('54. is over in this browser, or everywhere', async () => {
    const [one, other] = [await signIn(doorbell), await signIn(doorbell)];
    const [session, kept] = [await one.session(), one.cookieHeader!];
    one.take(await signInOf(doorbell).signOut(session));
    expect(one.cookieHeader).toBeUndefined();
    expect(await doorbell.anonymous.get(page, { cookie: kept })).toMatchObject({
      status: 401,
      body: { detail: 'Your session has ended.' },
    });
    await signInOf(doorbell).signOut(session);
    expect(await auditOf('signed_out')).toHaveLength(1);
    expect(await other.isSignedIn()).toBe(true);
    await signInOf(doorbell).signOutEverywhere(await other.session());
    expect(await other.isSignedIn()).toBe(false);
    expect(await first.isSignedIn()).toBe(false);
    expect(await auditOf('signed_out_everywhere')).toHaveLength(1);
  });

  it('54. ends when the password changes, in all browsers but the one where it does', async () => {
    const [one, other] = [await signIn(doorbell), await signIn(doorbell)];
    const session = await one.session();
    const change = async (current: string, password: string): Promise<void> =>
      one.take(await signInOf(doorbell).changePassword(session, { current, password, address }));
    await expect(change(otherPassword, 'a third quiet bell')).rejects.toThrow(
      new ValidationFailed({ current: ['This is not your password.'] }),
    );
    await expect(change(goodPassword, 'short')).rejects.toThrow(
      new ValidationFailed({ password: ['Use at least 10 characters.'] }),
    );
    expect(await other.isSignedIn()).toBe(true);
    await change(goodPassword, otherPassword);
    expect([await one.isSignedIn(), await other.isSignedIn()]).toEqual([true, false]);
    await expect(signIn(doorbell)).rejects.toThrow(new SignInRefused());
    await change(otherPassword, goodPassword);
    const text = JSON.stringify(await doorbell.query('SELECT changes::text FROM audit_entries'));
    expect([text.includes(goodPassword), text.includes('argon2')]).toEqual([false, false]);
  });

  it('54. by a password that is being changed lets nobody in', async () => {
    const transactions = doorbell.app.get(TransactionRunner, { strict: false });
    const [before] = await doorbell.query<{ password: string }>('SELECT password FROM people');
    const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    const entering = await transactions.runApart(async (manager) => {
      await manager.query(`UPDATE people SET password = 'another'`);
      const asked = transactions.outside(async () => signIn(doorbell)).catch((error: unknown) => error);
      await vi.waitFor(async () => expect(await doorbell.query(waiting)).toHaveLength(1));
      return { asked };
    });
    expect(await entering.asked).toEqual(new SignInRefused());
    await doorbell.query('UPDATE people SET password = $1', [before!.password]);
  });

  it('53. is slowed down for a person who exists or not, and for an address, and then works again', async () => {
    const attempt = async (email: string, from: string): Promise<unknown> =>
      signInOf(doorbell)
        .byPassword({ email, password: 'a wrong password', address: from })
        .catch((error: unknown) => error);
    const slow = expect.any(TooManyRequests);
    doorbell.clock.advance(3_600_000);
    for (const email of [firstEmail, 'nobody@example.org']) {
      const answers = [];
      for (let one = 0; one < 12; one += 1) answers.push(await attempt(email, `198.51.100.${one}`));
      expect(new Set(answers.slice(0, 9).map(String))).toEqual(new Set([String(new SignInRefused())]));
      expect(answers.at(-1)).toEqual(slow);
    }
    await expect(signIn(doorbell)).rejects.toThrow(TooManyRequests);
    const many = [];
    for (let one = 0; one < 32; one += 1) many.push(await attempt(`${one}@example.org`, '2001:db8::' + one));
    expect(many[28]).toEqual(new SignInRefused());
    expect(many.at(-1)).toEqual(slow);
    expect(await attempt('somebody@example.org', '2001:db8:1::1')).toEqual(new SignInRefused());
    doorbell.clock.advance(600_000);
    expect(await (await signIn(doorbell)).isSignedIn()).toBe(true);
  });

  it('53. is not slowed down by strangers in a browser that the person has signed in with before', async () => {
    const attempt = async (email: string, cookieHeader?: string, password = 'a wrong password') =>
      signInOf(doorbell)
        .byPassword({ email, password, address, cookieHeader })
        .then(() => 'in')
        .catch((error: unknown) => (error instanceof TooManyRequests ? 'slow' : 'refused'));
    const one = await signIn(doorbell);
    const session = await one.session();
    one.take(await signInOf(doorbell).signOutEverywhere(session));
    const known = one.knownBrowserCookie!;
    for (let stranger = 0; stranger < 10; stranger += 1) await attempt(firstEmail);
    expect(await attempt(firstEmail, undefined, goodPassword)).toBe('slow');
    expect(await attempt(firstEmail, known, goodPassword)).toBe('in');
    expect(await attempt(firstEmail, `${known.slice(0, -4)}AAAA`, goodPassword)).toBe('slow');
    expect(await attempt(firstEmail, 'doorbell_known_browser=A', goodPassword)).toBe('slow');
    // It knows Ada alone, and has no more tries than a stranger has.
    doorbell.clock.advance(600_000);
    for (let stranger = 0; stranger < 10; stranger += 1) await attempt('nobody@example.org');
    expect(await attempt('nobody@example.org', known)).toBe('slow');
    doorbell.clock.advance(600_000);
    const guesses = [];
    for (let guess = 0; guess < 11; guess += 1) guesses.push(await attempt(firstEmail, known));
    expect(guesses).toEqual([...Array<string>(10).fill('refused'), 'slow']);
  });

  it('53. is not slowed down by strangers in the same network, in a known browser and in a session', async () => {
    doorbell.clock.advance(600_000);
    const browser = await signIn(doorbell);
    const session = await browser.session();
    const attempt = async (given: Partial<PasswordSignIn> = {}): Promise<unknown> =>
      signInOf(doorbell)
        .byPassword({ email: firstEmail, password: goodPassword, address, ...given })
        .catch((error: unknown) => error);
    const byLink = async (): Promise<unknown> =>
      signInOf(doorbell)
        .byLink('a'.repeat(43), { password: goodPassword, address })
        .catch((error: unknown) => error);
    for (let stranger = 0; stranger < 30; stranger += 1) await byLink();
    const slow = expect.any(TooManyRequests);
    expect(await attempt()).toEqual(slow);
    expect(await attempt({ cookieHeader: browser.knownBrowserCookie })).toHaveProperty('setCookie');
    const given = { current: otherPassword, password: otherPassword, address };
    await expect(signInOf(doorbell).changePassword(session, given)).rejects.toThrow(ValidationFailed);
    // Nobody is known by a link: it has the tries of the network.
    expect(await byLink()).toEqual(slow);
  });

  it('53. in a session counts by itself, when the current password is asked for', async () => {
    doorbell.clock.advance(600_000);
    const browser = await signIn(doorbell);
    const session = await browser.session();
    for (let stranger = 0; stranger < 11; stranger += 1)
      await signIn(doorbell, firstEmail, otherPassword).catch(() => undefined);
    await expect(
      signInOf(doorbell).changePassword(session, {
        current: otherPassword,
        password: otherPassword,
        address,
      }),
    ).rejects.toThrow(new ValidationFailed({ current: ['This is not your password.'] }));
  });
});
