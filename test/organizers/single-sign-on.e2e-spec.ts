import { administrator } from '@app/access';
import { freePort } from '@app/testing';
import {
  SingleSignOn,
  SingleSignOnFailed,
  SingleSignOnRefused,
  singleSignOnPath,
} from '@contracts/organizers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Browser, peopleOf, signInFirst, signInOf } from '../setup/browser.js';
import { ConsoleProbeModule } from '../setup/console-probe.js';
import { type Doorbell, startDoorbell } from '../setup/doorbell.js';
import {
  clientId,
  clientSecret,
  type ProvidedClaims,
  TestIdentityProvider,
} from '../setup/identity-provider.js';

const redirectUri = `https://hooks.example${singleSignOnPath}`;
const address = '192.0.2.11';

const signOnOf = ({ app }: Doorbell): SingleSignOn => app.get<SingleSignOn>(SingleSignOn, { strict: false });
const cookieOf = (setCookie: string): string => setCookie.split(';')[0]!;

describe('Single sign-on', () => {
  let doorbell: Doorbell;
  let provider: TestIdentityProvider;
  const accounts = new Map<string, ProvidedClaims>([
    ['ben', { email: 'Ben@Example.org', email_verified: true }],
    ['cleo', { email: 'cleo@example.org', email_verified: false }],
    ['dora', { email: 'dora@example.org', email_verified: true }],
  ]);
  beforeAll(async () => {
    provider = await TestIdentityProvider.start(redirectUri, accounts);
    const oidc = { oidcIssuer: provider.issuer, oidcClientId: clientId, oidcClientSecret: clientSecret };
    doorbell = await startDoorbell({ modules: [ConsoleProbeModule], settings: oidc });
    await signInFirst(doorbell);
  });
  afterAll(async () => {
    await doorbell.stop();
    await provider.stop();
  });
  beforeEach(() => doorbell.clock.advance(600_000));

  async function signOn(account: string): Promise<Browser> {
    const { url, setCookie } = await signOnOf(doorbell).begin(redirectUri);
    const back = await provider.signIn(url, account);
    const browser = new Browser(doorbell);
    browser.take(
      await signOnOf(doorbell).complete({ url: back, cookieHeader: cookieOf(setCookie), address }),
    );
    return browser;
  }

  const invite = async (name: string): Promise<{ readonly id: number; readonly token: string }> => {
    const invitation = { email: `${name}@example.org`, name };
    const { person, link } = await peopleOf(doorbell).inviteAdministrator(invitation, administrator);
    return { id: person.id, token: link!.token };
  };

  it('57. lets in who was invited, by the address that the provider vouches for, and ends their invitation', async () => {
    const { id, token } = await invite('ben');
    const browser = await signOn('ben');
    expect(await browser.session()).toMatchObject({ personId: id, email: 'ben@example.org' });
    expect(await signInOf(doorbell).openLink(token)).toBeUndefined();
    const [entry] = await doorbell.query(
      `SELECT object_id, changes FROM audit_entries WHERE action = 'doorbell.person.signed_in' ORDER BY id DESC LIMIT 1`,
    );
    const changes = { address: [null, address], by: [null, 'single sign-on'] };
    expect(entry).toEqual({ object_id: String(id), changes });
  });

  it('57. leaves no way in to whoever has invited them, and opened the invitation first', async () => {
    const { token } = await invite('eve');
    accounts.set('eve', { email: 'eve@example.org', email_verified: true });
    const inviter = new Browser(doorbell);
    const chosen = { password: 'the inviter knows this', address } as const;
    inviter.take(await signInOf(doorbell).byLink(token, chosen));
    expect(await inviter.isSignedIn()).toBe(true);
    await signOn('eve');
    expect(await inviter.isSignedIn()).toBe(false);
    const [{ password }] = (await doorbell.query<{ password: string | null }>(
      `SELECT password FROM people WHERE email = 'eve@example.org'`,
    )) as [{ password: string | null }];
    expect(password).toBeNull();
  });

  it('57. knows people by the provider’s own name for them from then on', async () => {
    accounts.set('ben', { email: 'benjamin@example.org', email_verified: true });
    accounts.set('other-ben', { email: 'ben@example.org', email_verified: true });
    expect(await (await signOn('ben')).isSignedIn()).toBe(true);
    await expect(signOn('other-ben')).rejects.toThrow(new SingleSignOnRefused());
  });

  it('57. refuses whom nobody has invited, and an address that is not verified', async () => {
    await invite('cleo');
    await expect(signOn('cleo')).rejects.toThrow(new SingleSignOnRefused());
    await expect(signOn('dora')).rejects.toThrow(new SingleSignOnRefused());
  });

  it('57. is over when what comes back is not what this browser left for, and works once', async () => {
    const signing = signOnOf(doorbell);
    const one = await signing.begin(redirectUri);
    const other = await signing.begin(redirectUri);
    const url = await provider.signIn(one.url, 'ben');
    const cookieHeader = cookieOf(one.setCookie);
    const failing = [
      { url, cookieHeader: cookieOf(other.setCookie) },
      { url, cookieHeader: undefined },
      { url: url.replace(/state=[^&]+/, 'state=another'), cookieHeader },
      { url: `${redirectUri}?error=access_denied&state=another`, cookieHeader },
      { url: redirectUri, cookieHeader },
    ];
    for (const given of failing)
      await expect(signing.complete({ ...given, address })).rejects.toThrow(new SingleSignOnFailed());
    expect(await signing.complete({ url, cookieHeader, address })).toBeDefined();
    await expect(signing.complete({ url, cookieHeader, address })).rejects.toThrow(new SingleSignOnFailed());
  });

  it('is not offered where no provider is configured', async () => {
    const without = await startDoorbell();
    try {
      expect(signOnOf(without).isOffered).toBe(false);
      expect(signOnOf(doorbell).isOffered).toBe(true);
      await expect(signOnOf(without).begin(redirectUri)).rejects.toThrow(new SingleSignOnFailed());
    } finally {
      await without.stop();
    }
  });

  it('57. works as soon as the provider does', async () => {
    const port = await freePort();
    const oidcIssuer = `http://127.0.0.1:${port}`;
    const early = await startDoorbell({
      settings: { oidcIssuer, oidcClientId: clientId, oidcClientSecret: clientSecret },
    });
    try {
      await expect(signOnOf(early).begin(redirectUri)).rejects.toThrow(new SingleSignOnFailed());
      const late = await TestIdentityProvider.start(redirectUri, accounts, port);
      try {
        const { url } = await signOnOf(early).begin(redirectUri);
        expect(url).toContain(`${oidcIssuer}/auth?`);
      } finally {
        await late.stop();
      }
    } finally {
      await early.stop();
    }
  });
});
