import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { KnownTokens } from '../../src/organizers/tokens/known-tokens.service.js';
import { hashOfToken } from '../../src/organizers/tokens/token-secret.js';
import { type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';

interface TokenAnswer {
  readonly id: number;
  readonly token: string;
  readonly prefix: string;
}

describe('Tokens', () => {
  let doorbell: Doorbell;
  let organizer: TestOrganizer;
  let other: TestOrganizer;
  let path: string;
  beforeAll(async () => {
    doorbell = await startDoorbell();
    organizer = await doorbell.createOrganizer({ events: [] });
    other = await doorbell.createOrganizer({ slug: 'other', events: [] });
    path = `${organizer.path}/tokens/`;
  });
  afterAll(async () => doorbell.stop());

  it('are shown once, and stored as a hash', async () => {
    const fields = { name: 'Shop', permissions: ['can_send_notifications', 'can_view_organizer'] };
    const { status, body } = await organizer.api.post<TokenAnswer>(path, {
      ...fields,
      expires: '2999-01-01T01:00:00+01:00',
    });
    expect(status).toBe(201);
    const { token, ...shown } = body;
    expect(token).toMatch(/^dbt_[0-9A-Za-z]{42}$/);
    expect(shown).toEqual({
      id: expect.any(Number),
      name: 'Shop',
      prefix: token.slice(0, 10),
      permissions: ['can_view_organizer', 'can_send_notifications'],
      expires: '2999-01-01T00:00:00.000Z',
      created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      last_used: null,
      revoked: null,
    });
    expect((await organizer.api.get(`${path}${body.id}/`)).body).toEqual(shown);
    const everywhere = await doorbell.query<{ row: string }>(
      `SELECT row_to_json(t)::text AS row FROM tokens t UNION ALL SELECT row_to_json(a)::text FROM audit_entries a`,
    );
    expect(everywhere.filter(({ row }) => row.includes(token.slice(10)))).toEqual([]);
    expect((await doorbell.client(token).get(organizer.path)).status).toBe(200);
  });

  it('that are asked for together are found by one statement, each for who asked', async () => {
    const given = await Promise.all(
      ['acmecorp', 'other'].map(async (slug) => doorbell.createToken(slug, [])),
    );
    const known = doorbell.app.get(KnownTokens, { strict: false });
    const query = vi.spyOn(doorbell.app.get(DataSource), 'query');
    const hashes = [given[1]!, 'dbt_unknown', given[0]!].map(hashOfToken);
    const found = await Promise.all(hashes.map(async (hash) => known.find(hash)));
    // Others are at work beside this.
    expect(query.mock.calls.filter(([sql]) => sql.includes('FROM tokens'))).toHaveLength(1);
    query.mockRestore();
    expect(found.map((token) => token && [...token.principal.grants.keys()])).toEqual([
      [other.id],
      undefined,
      [organizer.id],
    ]);
  });

  it('give only what their creator holds', async () => {
    const creator = doorbell.client(
      await doorbell.createToken('acmecorp', ['can_change_organizer_settings']),
    );
    const given = await creator.post(path, { name: 'a', permissions: ['can_change_organizer_settings'] });
    expect(given.status).toBe(201);
    const refused = await creator.post(path, {
      name: 'a',
      permissions: ['can_view_organizer', 'can_change_organizer_settings', 'can_send_notifications'],
      expires: '2001-01-01T00:00:00Z',
    });
    expect(refused).toMatchObject({
      status: 400,
      body: {
        permissions: [
          'You can only give permissions that you have yourself, and not can_view_organizer, can_send_notifications.',
        ],
        expires: ['This moment is in the past.'],
      },
    });
  });

  it.each([
    ['nothing', {}, { name: ['This field is required.'], permissions: ['This field is required.'] }],
    [
      'wrong types',
      { name: {}, permissions: 'can_view_organizer', expires: 1 },
      {
        name: ['Not a valid string.'],
        permissions: ['Expected a list of items but got type "str".'],
        expires: ['Datetime has wrong format. Use ISO 8601 with a time zone, e.g. 2026-05-03T10:00:00Z.'],
      },
    ],
    ['an unknown permission', { name: 'a', permissions: ['admin'] }, { permissions: ['Invalid value.'] }],
    [
      'an unknown field',
      { name: 'a', permissions: [], organizer: 'other' },
      { organizer: ['Unknown field.'] },
    ],
  ])('are refused with %s', async (_what, fields, errors) => {
    const { status, body } = await organizer.api.post(path, fields);
    expect({ status, body }).toEqual({ status: 400, body: errors });
  });

  it('are one token when they are asked for again under the same idempotency key', async () => {
    const fields = { name: 'Once', permissions: ['can_view_organizer'] };
    const headers = { 'X-Idempotency-Key': 'one-token' };
    const first = await organizer.api.post<TokenAnswer>(path, fields, headers);
    const again = await organizer.api.post<TokenAnswer>(path, fields, headers);
    expect(again.body).toEqual(first.body);
    const rows = await doorbell.query(`SELECT id FROM tokens WHERE name = 'Once'`);
    expect(rows).toHaveLength(1);
    const kept = await doorbell.query<{ answer: Buffer }>('SELECT answer FROM idempotency_keys');
    expect(kept.filter(({ answer }) => answer.includes(first.body.token))).toEqual([]);
    expect((await doorbell.client(first.body.token).get(organizer.path)).status).toBe(200);
  });

  it('stay listed when they are revoked, once', async () => {
    const { body } = await organizer.api.post<TokenAnswer>(path, { name: 'Old', permissions: [] });
    expect((await organizer.api.delete(`${path}${body.id}/`)).status).toBe(204);
    const first = await organizer.api.get(`${path}${body.id}/`);
    expect(first.body['revoked']).toMatch(/Z$/);
    expect((await organizer.api.delete(`${path}${body.id}/`)).status).toBe(204);
    expect((await organizer.api.get(`${path}${body.id}/`)).body).toEqual(first.body);
    const list = await organizer.api.get<{ results: { id: number }[] }>(path);
    expect(list.body.results.map(({ id }) => id)).toContain(body.id);
  });

  it('are listed in the order of their creation, those of this organizer alone', async () => {
    const list = await other.api.get<{ count: number; results: { id: number }[] }>(
      '/api/v1/organizers/other/tokens/',
    );
    const rows = await doorbell.query<{ id: string }>(
      'SELECT id FROM tokens WHERE organizer_id = $1 ORDER BY id',
      [other.id],
    );
    expect(list.body.results.map(({ id }) => id)).toEqual(rows.map(({ id }) => Number(id)));
    expect(list.body.count).toBe(rows.length);
  });

  it('are DOORBELL_MAX_TOKENS that count, also when they are asked for at once', async () => {
    const limited = await startDoorbell({ settings: { maxTokens: 3 } });
    try {
      const { api, path: base } = await limited.createOrganizer({ events: [] });
      const create = async () => api.post<TokenAnswer>(`${base}/tokens/`, { name: 'One', permissions: [] });
      const answers = await Promise.all(Array.from({ length: 4 }, create));
      const made = answers.filter(({ status }) => status === 201);
      // The organizer's own is the third.
      expect(made).toHaveLength(2);
      expect(answers.find(({ status }) => status === 400)!.body).toEqual({
        non_field_errors: ['An organizer can have no more than 3 active tokens. Revoke one first.'],
      });
      await api.delete(`${base}/tokens/${made[0]!.body.id}/`);
      expect((await create()).status).toBe(201);
      await limited.query(`UPDATE tokens SET expires = now() - interval '1 second' WHERE id = $1`, [
        made[1]!.body.id,
      ]);
      expect([(await create()).status, (await create()).status]).toEqual([201, 400]);
    } finally {
      await limited.stop();
    }
  });

  it('of another organizer, and ids that cannot be, are not found', async () => {
    const { body } = await other.api.post<TokenAnswer>('/api/v1/organizers/other/tokens/', {
      name: 'Other',
      permissions: [],
    });
    const absent = { status: 404, body: { detail: 'No Token matches the given query.' } };
    for (const id of [body.id, 999_999, '99999999999999999999']) {
      expect(await organizer.api.get(`${path}${id}/`)).toMatchObject(absent);
      expect(await organizer.api.delete(`${path}${id}/`)).toMatchObject(absent);
    }
    const noNumber = { status: 404, body: { detail: 'Not found.' } };
    expect(await organizer.api.get(`${path}abc/`)).toMatchObject(noNumber);
  });
});
