import { SignInRefused } from '@contracts/organizers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser, firstEmail, goodPassword, signIn, signInFirst, signInOf } from '../setup/browser.js';
import { ConsoleProbeModule, type ProbeAnswer } from '../setup/console-probe.js';
import { type Doorbell, startDoorbell } from '../setup/doorbell.js';

const page = '/console/probe/person';

describe('Signing in', () => {
  let doorbell: Doorbell;
  let first: Browser;
  beforeAll(async () => {
    doorbell = await startDoorbell({ modules: [ConsoleProbeModule] });
    first = await signInFirst(doorbell);
  });
  afterAll(async () => doorbell.stop());

  it('by the first link makes an administrator, who is a person', async () => {
    const { status, body } = await first.get<ProbeAnswer>(page);
    expect(status).toBe(200);
    expect(body.principal).toEqual({ type: 'person', id: expect.any(Number), name: 'Ada' });
    expect(body.session).toMatchObject({ personId: body.principal.id, email: firstEmail, name: 'Ada' });
    expect(await first.status('/console/probe/administrators')).toBe(200);
  });

  it('by e-mail address and password, written as people write them', async () => {
    const browser = await signIn(doorbell, ' Ada@EXAMPLE.org ');
    expect(await browser.status(page)).toBe(200);
    expect(new Set([browser.cookieHeader, first.cookieHeader]).size).toBe(2);
  });

  it.each([
    ['another password', firstEmail, 'another quiet bell'],
    ['an unknown address', 'nobody@example.org', goodPassword],
    ['no address', '', goodPassword],
    ['no password', firstEmail, ''],
    ['a password of a megabyte', firstEmail, 'a'.repeat(1_000_000)],
  ])('is refused with %s, in the same words', async (_what, email, password) => {
    const refused = signInOf(doorbell).byPassword({ email, password, address: '192.0.2.8' });
    await expect(refused).rejects.toThrow(new SignInRefused());
  });

  it('ends in this browser, or everywhere', async () => {
    const [one, other] = [await signIn(doorbell), await signIn(doorbell)];
    const { body } = await one.get<ProbeAnswer>(page);
    const kept = { cookie: one.cookieHeader! };
    one.take(await signInOf(doorbell).signOut(body.session));
    expect(one.cookieHeader).toBeUndefined();
    expect((await new Browser(doorbell).get(page, kept)).status).toBe(401);
    expect(await other.status(page)).toBe(200);
    await signInOf(doorbell).signOutEverywhere((await other.get<ProbeAnswer>(page)).body.session);
    expect(await other.status(page)).toBe(401);
    expect(await first.status(page)).toBe(401);
  });
});
