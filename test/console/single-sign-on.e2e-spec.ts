import { administrator } from '@app/access';
import { singleSignOnPath } from '@contracts/organizers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peopleOf } from '../setup/browser.js';
import { type Doorbell, startDoorbell } from '../setup/doorbell.js';
import { clientId, clientSecret, TestIdentityProvider } from '../setup/identity-provider.js';
import { ConsoleBrowser, wordsOf } from './console-browser.js';

const publicUrl = 'https://hooks.example';
const startLink = 'a[href*="/single-sign-on/start/"]';

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

  async function signOn(browser: ConsoleBrowser, account: string, wanted = '/console/sign-in/') {
    const page = await browser.open(wanted);
    const start = page.root.querySelector(startLink)!.getAttribute('href')!;
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

  it('leads to the page that was asked for', async () => {
    const wanted = '/console/organizers/?notice=organizer_saved';
    const inside = await signOn(new ConsoleBrowser(doorbell.url), 'ben', wanted);
    expect([inside.status, inside.path]).toEqual([200, wanted]);
  });

  it.each(['https://evil.example/console/', '//evil.example/console/', '/api/docs'])(
    'leads to no page elsewhere, whatever the address and the cookie say: %s',
    async (wanted) => {
      const start = '/console/sign-in/single-sign-on/start/';
      const asked = new ConsoleBrowser(doorbell.url);
      const location = await asked.locationOf(`${start}?next=${encodeURIComponent(wanted)}`);
      const back = (await provider.signIn(location, 'ben')).slice(publicUrl.length);
      expect(await asked.locationOf(back)).toBe('/console/');

      const planting = new ConsoleBrowser(doorbell.url);
      const away = (await provider.signIn(await planting.locationOf(start), 'ben')).slice(publicUrl.length);
      const planted = Buffer.from(wanted).toString('base64url');
      planting.change('__Host-doorbell_sign_on', (value) => value.replace(/[^.]*$/, planted));
      expect(await planting.locationOf(away)).toBe('/console/');
    },
  );

  it('tells whom nobody has invited', async () => {
    const refused = await signOn(new ConsoleBrowser(doorbell.url), 'stranger');
    expect(refused.status).toBe(403);
    expect(wordsOf(refused.root.querySelector('h1'))).toBe('You have not been invited');
  });

  it('is not offered where no provider is configured', async () => {
    const without = await startDoorbell();
    const page = await new ConsoleBrowser(without.url).open('/console/sign-in/');
    await without.stop();
    expect(page.root.querySelector(startLink)).toBeNull();
  });
});
