import { gunzipSync } from 'node:zlib';
import { FirstSignIn, pathOfLink } from '@contracts/organizers';
import { parse } from 'node-html-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Doorbell, startDoorbell } from '../setup/doorbell.js';
import { firstEmail, goodPassword } from '../setup/browser.js';
import { browserOf, browserOfFirst, ConsoleBrowser, wordsOf } from './console-browser.js';

const email = firstEmail;

let doorbell: Doorbell;
/** Signed in, and used by tests that leave it so: signing in is throttled. */
let ada: ConsoleBrowser;

beforeAll(async () => {
  doorbell = await startDoorbell();
  ada = await browserOfFirst(doorbell);
});
afterAll(async () => doorbell.stop());

describe('The first start', () => {
  let doorbell: Doorbell;
  beforeAll(async () => (doorbell = await startDoorbell()));
  afterAll(async () => doorbell.stop());

  it('lets the first administrator in by the link, and nobody a second time', async () => {
    const link = await doorbell.app.get<FirstSignIn>(FirstSignIn, { strict: false }).createLink();
    const first = new ConsoleBrowser(doorbell.url);
    const page = await first.open(pathOfLink(link!.token));
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    const short = await first.submit(page, 'main form', { name: 'Mara', email, password: 'short' });
    expect(short.status).toBe(400);
    expect(short.root.querySelector('[name=email]')?.getAttribute('value')).toBe(email);
    expect(short.root.querySelector('#password-fault')).not.toBeNull();
    const inside = await first.submit(short, 'main form', { name: 'Mara', email, password: goodPassword });
    expect(inside.path).toBe('/console/organizers/');
    expect(wordsOf(inside.root.querySelector('.db-account'))).toContain('Mara');
    expect((await new ConsoleBrowser(doorbell.url).open(pathOfLink(link!.token))).status).toBe(410);
  });

  it('lets nobody try passwords as often as they like, and says for how long', async () => {
    const browser = new ConsoleBrowser(doorbell.url);
    let page = await browser.open('/console/sign-in/');
    for (let attempt = 0; page.status !== 429 && attempt < 50; attempt += 1) {
      page = await browser.submit(page, 'main form', { email, password: `guess ${attempt}` });
    }
    expect(page.status).toBe(429);
    expect(wordsOf(page.root.querySelector('[role=alert]'))).toContain(
      `Try again in ${page.headers.get('retry-after')} seconds.`,
    );
    expect(page.root.querySelector('[name=email]')?.getAttribute('value')).toBe(email);
  });
});

describe('Signing in', () => {
  it('comes before every page, and leads back to it', async () => {
    const browser = new ConsoleBrowser(doorbell.url);
    await doorbell.createOrganizer();
    const asked = '/console/organizers/acmecorp/webhooks/?state=failing';
    const form = await browser.open(asked);
    expect(form.path).toBe(`/console/sign-in/?next=${encodeURIComponent(asked)}`);
    const wrong = await browser.submit(form, 'main form', { email, password: 'not this one' });
    expect(wrong.status).toBe(400);
    expect(wordsOf(wrong.root.querySelector('[role=alert]'))).toContain('do not belong together');
    expect(wrong.root.querySelector('[name=email]')?.getAttribute('value')).toBe(email);
    expect(wrong.html).not.toContain('not this one');
    const inside = await browser.submit(wrong, 'main form', { email, password: goodPassword });
    expect([inside.status, inside.path]).toEqual([200, asked]);
  });

  it.each(['//evil.example/console/', 'https://evil.example/', '/\\evil.example', '/api/docs'])(
    'never leads to %s',
    async (next) => {
      const browser = new ConsoleBrowser(doorbell.url);
      const form = await browser.open(`/console/sign-in/?next=${encodeURIComponent(next)}`);
      const inside = await browser.submit(form, 'main form', { email, password: goodPassword, next });
      expect(inside.path).toMatch(/^\/console\/organizers\//);
    },
  );

  it('ends with signing out', async () => {
    const browser = await browserOf(doorbell, email, goodPassword);
    const page = await browser.open('/console/organizers/');
    const out = await browser.submit(page, 'form[action="/console/sign-out/"]');
    expect(out.path).toBe('/console/sign-in/?notice=signed_out');
    expect(wordsOf(out.root.querySelector('[role=status]'))).toBe('You are signed out.');
    expect((await browser.open('/console/organizers/')).path).toContain('/console/sign-in/');
  });
});

describe('Forms', () => {
  const signOut = '/console/sign-out/';

  it('change nothing without the token of the session', async () => {
    const browser = await browserOf(doorbell, email, goodPassword);
    const other = await browserOf(doorbell, email, goodPassword);
    const foreign = (await other.open('/console/organizers/')).root
      .querySelector('[name=form_token]')!
      .getAttribute('value')!;
    for (const token of ['', 'x', foreign, foreign.slice(0, -2)]) {
      const refused = await browser.post(signOut, new URLSearchParams({ form_token: token }));
      expect([token, refused.status]).toEqual([token, 403]);
    }
    expect((await browser.open('/console/organizers/')).path).toBe('/console/organizers/');
  });

  it('change nothing when they come from another site', async () => {
    const browser = await browserOf(doorbell, email, goodPassword);
    const page = await browser.open('/console/organizers/');
    const token = page.root.querySelector('[name=form_token]')!.getAttribute('value')!;
    const form = new URLSearchParams({ form_token: token });
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site', origin: doorbell.url },
      { 'sec-fetch-site': 'same-site' },
    ]) {
      const refused = await browser.post(signOut, form, headers);
      expect([headers, refused.status]).toEqual([headers, 403]);
    }
    const own = await browser.post(signOut, form, { origin: doorbell.url, 'sec-fetch-site': 'same-origin' });
    expect(own.path).toContain('/console/sign-in/');
  });
});

describe('Every answer', () => {
  it('allows our own files alone, and holds nothing that this would break', async () => {
    const pages = [
      '/console/organizers/',
      '/console/sign-in/',
      '/console/nowhere/',
      '/console/organizers/x/webhooks/',
    ];
    for (const path of pages) {
      const { headers, root } = await ada.open(path);
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(root.querySelectorAll('[style], style, script:not([src])')).toEqual([]);
      expect(
        root
          .querySelectorAll('*')
          .flatMap(({ attributes }) => Object.keys(attributes))
          .filter((name) => /^on/i.test(name)),
      ).toEqual([]);
    }
  });

  it('is an error page for errors, with a number to tell', async () => {
    const missing = await ada.open('/console/nowhere/');
    expect([missing.status, missing.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(missing.html).toContain(missing.headers.get('x-request-id'));
    const denied = await ada.open('/console/organizers/nobody/webhooks/');
    expect(denied.status).toBe(403);
  });

  it('is as compressed as the browser takes it, and weighs less than 150 kB with all its files', async () => {
    const { root } = await ada.open('/console/organizers/acmecorp/webhooks/new/');
    const files = root
      .querySelectorAll('link[href], script[src]')
      .map((element) => element.getAttribute('href') ?? element.getAttribute('src')!);
    expect(files.length).toBeGreaterThan(4);
    let bytes = 0;
    for (const file of files) {
      const plain = await fetch(doorbell.url + file, { headers: { 'accept-encoding': 'identity' } });
      expect([file, plain.status, plain.headers.get('cache-control')]).toEqual([
        file,
        200,
        'public, max-age=31536000, immutable',
      ]);
      const sent = await rawBody(doorbell.url + file, 'gzip');
      expect(gunzipSync(sent).equals(Buffer.from(await plain.arrayBuffer()))).toBe(true);
      bytes += (await rawBody(doorbell.url + file, 'gzip, br')).length;
    }
    expect(bytes).toBeLessThan(130_000);
    expect((await fetch(`${doorbell.url}${files[1]!.replace(/assets\/[^/]+/, 'assets/other')}`)).status).toBe(
      404,
    );
  });
});

describe('An organizer', () => {
  it('is one of those that one may see, and escaped', async () => {
    const name = '<script>alert(1)</script>';
    await doorbell.admin.post('/api/v1/organizers/', { name, slug: 'scripted' });
    const { root } = await ada.open('/console/organizers/');
    expect(root.querySelector('main script')).toBeNull();
    expect(root.querySelectorAll('main td a').map(wordsOf)).toContain(parse(name).toString());
  });
});

/** As it comes over the wire: fetch() would decode it. */
async function rawBody(url: string, acceptEncoding: string): Promise<Buffer> {
  const { request } = await import('undici');
  const { body } = await request(url, { headers: { 'accept-encoding': acceptEncoding } });
  return Buffer.from(await body.arrayBuffer());
}
