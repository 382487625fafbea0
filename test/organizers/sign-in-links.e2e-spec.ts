import { administrator } from '@app/access';
import { ValidationFailed } from '@app/rest';
import { LinkInvalid, type SignedIn } from '@contracts/organizers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Browser,
  firstEmail,
  firstLink,
  goodPassword,
  peopleOf,
  signIn,
  signInByLink,
  signInFirst,
  signInOf,
} from '../setup/browser.js';
import { ConsoleProbeModule } from '../setup/console-probe.js';
import { type Doorbell, startDoorbell } from '../setup/doorbell.js';

const address = '192.0.2.9';
const dayMs = 86_400_000;
const password = 'the bell of the link';

const outcome = async (entering: Promise<SignedIn | Browser>): Promise<string> =>
  entering.then(
    () => 'let in',
    (error: unknown) => (error as Error).name,
  );

describe('The first link', () => {
  let doorbell: Doorbell;
  beforeAll(async () => {
    doorbell = await startDoorbell();
  });
  afterAll(async () => doorbell.stop());

  it('52. asks who it is, is not used up by a fault, and makes one administrator, also of several used at once', async () => {
    const expired = await firstLink(doorbell);
    doorbell.clock.advance(dayMs);
    const links = [await firstLink(doorbell), await firstLink(doorbell), await firstLink(doorbell)];
    const signing = signInOf(doorbell);
    expect(await signing.openLink(expired)).toBeUndefined();
    expect(await signing.openLink(links[0]!)).toEqual({
      purpose: 'first',
      email: undefined,
      name: undefined,
    });
    await expect(signing.byLink(links[0]!, { password: 'short', address })).rejects.toThrow(
      new ValidationFailed({
        email: ['Enter a valid e-mail address.'],
        name: ['Enter a name.'],
        password: ['Use at least 10 characters.'],
      }),
    );
    const outcomes = await Promise.all(
      [expired, ...links, links[0]!].map(async (token, index) =>
        outcome(signing.byLink(token, { email: `${index}@example.org`, name: 'Ada', password, address })),
      ),
    );
    expect(outcomes.toSorted()).toEqual([...Array<string>(4).fill('LinkInvalid'), 'let in']);
    expect(await doorbell.query('SELECT is_administrator FROM people')).toEqual([{ is_administrator: true }]);
    expect(await doorbell.query('SELECT purpose FROM sign_in_links')).toEqual([]);
    for (const token of links) expect(await signing.openLink(token)).toBeUndefined();
    await expect(firstLink(doorbell)).rejects.toThrow(TypeError);
  });
});

describe('A link', () => {
  let doorbell: Doorbell;
  let first: Browser;
  beforeAll(async () => {
    doorbell = await startDoorbell({ modules: [ConsoleProbeModule] });
    first = await signInFirst(doorbell);
  });
  afterAll(async () => doorbell.stop());
  // Ten attempts of a person, one after the other, are all that they have for a while.
  beforeEach(() => doorbell.clock.advance(600_000));

  const createLink = async (): Promise<string> => {
    const { personId } = await (await signIn(doorbell)).session();
    return (await peopleOf(doorbell).createLink(personId, administrator)).token;
  };

  it('52. works once for one of many who use it at the same moment', async () => {
    const token = await createLink();
    expect(await signInOf(doorbell).openLink(token)).toEqual({
      purpose: 'reset',
      email: firstEmail,
      name: 'Ada',
    });
    const using = Array.from({ length: 8 }, async () => outcome(signInByLink(doorbell, token)));
    expect((await Promise.all(using)).toSorted()).toEqual([
      ...Array<string>(7).fill('LinkInvalid'),
      'let in',
    ]);
    expect(await signInOf(doorbell).openLink(token)).toBeUndefined();
  });

  it('52. gives a new password, and ends all sessions and the other links', async () => {
    const before = await signIn(doorbell);
    const token = await createLink();
    expect(await before.isSignedIn()).toBe(true);
    expect(await signIn(doorbell).then((browser) => browser.isSignedIn())).toBe(true);
    const browser = await signInByLink(doorbell, token, password);
    expect([await browser.isSignedIn(), await before.isSignedIn(), await first.isSignedIn()]).toEqual([
      true,
      false,
      false,
    ]);
    expect(await outcome(signIn(doorbell))).toBe('SignInRefused');
    expect(await outcome(signIn(doorbell, firstEmail, password))).toBe('let in');
    const { personId } = await browser.session();
    const back = await peopleOf(doorbell).createLink(personId, administrator);
    await signInByLink(doorbell, back.token);
  });

  it('52. is replaced by the next one, and ends after a day', async () => {
    const old = await createLink();
    const next = await createLink();
    expect(await outcome(signInByLink(doorbell, old))).toBe('LinkInvalid');
    doorbell.clock.advance(dayMs - 60_000);
    expect(await signInOf(doorbell).openLink(next)).toBeDefined();
    doorbell.clock.advance(60_000);
    expect(await signInOf(doorbell).openLink(next)).toBeUndefined();
    expect(await outcome(signInByLink(doorbell, next))).toBe('LinkInvalid');
  });

  it('is not used up by a password that is refused', async () => {
    const token = await createLink();
    await expect(signInByLink(doorbell, token, firstEmail)).rejects.toThrow(
      new ValidationFailed({ password: ['Your name or your e-mail address is no password.'] }),
    );
    expect(await outcome(signInByLink(doorbell, token))).toBe('let in');
  });

  it.each(['', 'nonsense', 'a'.repeat(43), '\0'.repeat(43)])('that is %j is none', async (token) => {
    expect(await signInOf(doorbell).openLink(token)).toBeUndefined();
    const refused = signInOf(doorbell).byLink(token, { password: goodPassword, address });
    await expect(refused).rejects.toThrow(new LinkInvalid());
  });
});
