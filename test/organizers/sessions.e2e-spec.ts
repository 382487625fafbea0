import { SignInPurge } from '../../src/organizers/sign-in/sign-in-purge.service.js';
import { Sessions as SessionLookup } from '@contracts/organizers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Browser, page, signIn, signInFirst } from '../setup/browser.js';
import { ConsoleProbeModule } from '../setup/console-probe.js';
import { type Doorbell, startDoorbell } from '../setup/doorbell.js';

const hourMs = 3_600_000;
const minuteMs = 60_000;

describe('Sessions', () => {
  let doorbell: Doorbell;
  let first: Browser;
  beforeAll(async () => {
    doorbell = await startDoorbell({ modules: [ConsoleProbeModule] });
    first = await signInFirst(doorbell);
  });
  afterAll(async () => doorbell.stop());
  // Ten attempts of a person, one after the other, are all that they have for a while.
  beforeEach(() => doorbell.clock.advance(600_000));

  it('54. are stored as a hash, and count in every process', async () => {
    const secret = first.cookieHeader!.split('=')[1]!;
    expect(secret).toMatch(/^[\w-]{43}$/);
    const { formKey } = await first.session();
    const rows = await doorbell.query<{ text: string }>(
      `SELECT row_to_json(s)::text AS text FROM sessions s UNION ALL SELECT row_to_json(a)::text FROM audit_entries a
       UNION ALL SELECT row_to_json(l)::text FROM sign_in_links l`,
    );
    const bytes = Buffer.from(secret, 'base64url').toString('hex');
    for (const { text } of rows) {
      for (const planted of [secret, bytes, formKey]) expect(text).not.toContain(planted);
    }
    const other = await startDoorbell({ databaseUrl: doorbell.databaseUrl, modules: [ConsoleProbeModule] });
    try {
      expect((await other.anonymous.get(page, { cookie: first.cookieHeader! })).status).toBe(200);
    } finally {
      await other.stop();
    }
  });

  it('54. give their person nothing in the API, and a token nothing on pages', async () => {
    const cookie = first.cookieHeader!;
    const api = await doorbell.anonymous.get('/api/v1/organizers/', { cookie });
    expect(api).toMatchObject({
      status: 401,
      body: { detail: 'Authentication credentials were not provided.' },
    });
    expect((await doorbell.admin.get('/console/probe/administrators')).status).toBe(401);
    expect((await doorbell.admin.get(page, { cookie })).status).toBe(200);
  });

  it.each(['', 'doorbell_session=', `doorbell_session=${'a'.repeat(43)}`, 'doorbell_session=%00', 'a=b'])(
    'are not there with %j',
    async (cookie) => {
      expect((await doorbell.anonymous.get(page, { cookie })).status).toBe(401);
    },
  );

  it('have a key for their forms, each its own', async () => {
    const [one, again] = [await first.session(), await first.session()];
    const other = await (await signIn(doorbell)).session();
    expect(one.formKey).toMatch(/^[\w-]{43}$/);
    expect(again.formKey).toBe(one.formKey);
    expect(other.formKey).not.toBe(one.formKey);
  });

  it('54. end by themselves, twelve hours after they were used and a week after they began', async () => {
    const [used, idle] = [await signIn(doorbell), await signIn(doorbell)];
    doorbell.clock.advance(11 * hourMs);
    expect(await used.isSignedIn()).toBe(true);
    doorbell.clock.advance(hourMs + minuteMs);
    expect([await used.isSignedIn(), await idle.isSignedIn()]).toEqual([true, false]);
    for (let hours = 12 + 11; hours < 7 * 24; hours += 11) {
      doorbell.clock.advance(11 * hourMs);
      expect(await used.isSignedIn()).toBe(true);
    }
    doorbell.clock.advance(11 * hourMs);
    expect(await used.isSignedIn()).toBe(false);
  });

  it('54. go idle while a page is only open', async () => {
    const browser = await signIn(doorbell);
    const sessions = doorbell.app.get<SessionLookup>(SessionLookup, { strict: false });
    for (let hours = 0; hours < 2; hours += 1) {
      doorbell.clock.advance(6 * hourMs - minuteMs);
      expect(await sessions.find(browser.cookieHeader, { isUse: false })).toBeDefined();
    }
    doorbell.clock.advance(3 * minuteMs);
    expect(await sessions.find(browser.cookieHeader, { isUse: false })).toBeUndefined();
    expect(await browser.isSignedIn()).toBe(false);
  });

  it('54. go idle while an open page asks by itself', async () => {
    const browser = await signIn(doorbell);
    const { id } = await browser.session();
    const lastUsed = async (): Promise<unknown> =>
      (await doorbell.query('SELECT last_used FROM sessions WHERE id = $1', [id]))[0];
    const before = await lastUsed();
    doorbell.clock.advance(hourMs);
    // They are refused once it is known who asks: a stream would not end by itself.
    await doorbell.query('UPDATE people SET is_administrator = false');
    const ownPages = ['operations', 'organizers/acmecorp/webhooks/1'].map((path) => `/console/${path}`);
    for (const path of [...ownPages.map((path) => `${path}/live/`), `${ownPages[1]}/progress/`]) {
      expect([path, await browser.status(path)]).toEqual([path, 403]);
      expect([path, await lastUsed()]).toEqual([path, before]);
    }
    expect(await browser.status(`${ownPages[0]}/`)).toBe(403);
    expect(await lastUsed()).not.toEqual(before);
    await doorbell.query('UPDATE people SET is_administrator = true');
  });

  it('are deleted once they have ended, those that count are not', async () => {
    await doorbell.query(
      `INSERT INTO sessions (person_id, hash, address, created, last_used)
       SELECT id, sha256(n::text::bytea), '127.0.0.1', '2020-01-01', '2020-01-01' FROM people, generate_series(1, 2500) n`,
    );
    await doorbell.query(`INSERT INTO sign_in_links SELECT sha256('old'), NULL, 'first', '2020-01-01'`);
    const living = await signIn(doorbell);
    await doorbell.app.get(SignInPurge, { strict: false }).run();
    const rows = await doorbell.query(
      'SELECT id::text FROM sessions UNION ALL SELECT purpose FROM sign_in_links',
    );
    expect(rows).toEqual([{ id: String((await living.session()).id) }]);
  });

  it('of one person are fifty at most: the oldest ends', async () => {
    const [oldest, next] = [await signIn(doorbell), await signIn(doorbell)];
    await doorbell.query(
      `INSERT INTO sessions (person_id, hash, address, created, last_used)
       SELECT person_id, sha256(n::text::bytea), address, created, last_used FROM
         (SELECT * FROM sessions ORDER BY id DESC LIMIT 1) s, generate_series(1, 48) n`,
    );
    await signIn(doorbell);
    expect([await oldest.isSignedIn(), await next.isSignedIn()]).toEqual([false, true]);
  });
});
