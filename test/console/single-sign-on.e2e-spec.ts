import { administrator } from '@app/access';
import { singleSignOnPath } from '@contracts/organizers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peopleOf } from '../setup/browser.js';
import { type Doorbell, startDoorbell } from '../setup/doorbell.js';
import { clientId, clientSecret, TestIdentityProvider } from '../setup/identity-provider.js';
import { ConsoleBrowser, wordsOf } from './console-browser.js';

const publicUrl = 'https://hooks.example';

describe('Single sign-on in the console', () => {
  let doorbell: Doorbell;
  let provider: TestIdentityProvider;
  beforeAll(async () => {
    const accounts = new Map([
      ['ben', { email: 'ben@example.org', email_verified: true }],
      ['stranger', { email: 'stranger@example.org', email_verified: true }],
    ]);
    provider = await TestIdentityProvider.start(publicUrl + singleSignOnPath, accounts);
    const settings = { oidcIssuer: provider.issuer, oidcClientId: clientId, oidcClientSecret: clientSecret };
    doorbell = await startDoorbell({ settings: { ...settings, publicUrl } });
  });
  afterAll(async () => {
    await doorbell.stop();
    await provider.stop();
  });

  async function signOn(browser: ConsoleBrowser, account: string) {
    const page = await browser.open('/console/sign-in/');
    const start = page.root.querySelector('a[href$="/start/"]')!.getAttribute('href')!;
    const location = await browser.locationOf(start);
    expect(location.startsWith(provider.issuer)).toBe(true);
    const back = await provider.signIn(location, account);
    return browser.open(back.slice(publicUrl.length));
  }

  it('is a button that leads to the provider and back in', async () => {
    await peopleOf(doorbell).inviteAdministrator({ email: 'ben@example.org', name: 'Ben' }, administrator);
    const inside = await signOn(new ConsoleBrowser(doorbell.url), 'ben');
    expect([inside.status, inside.path]).toEqual([200, '/console/organizers/']);
    expect(wordsOf(inside.root.querySelector('.db-account'))).toContain('Ben');
  });

  it('tells whom nobody has invited', async () => {
    const refused = await signOn(new ConsoleBrowser(doorbell.url), 'stranger');
    expect(refused.status).toBe(403);
    expect(wordsOf(refused.root.querySelector('h1'))).toBe('You have not been invited');
  });

  it('is not offered where no provider is configured', async () => {
    const without = await startDoorbell();
    const page = await new ConsoleBrowser(without.url).open('/console/sign-in/');
    await without.stop();
    expect(page.root.querySelector('a[href$="/start/"]')).toBeNull();
  });
});
