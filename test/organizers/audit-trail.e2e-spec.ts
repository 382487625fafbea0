import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemPrincipal } from '@app/access';
import { TransactionRunner } from '@app/database';
import { type AuditEntry, AuditTrail } from '@contracts/organizers';
import { type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';

interface EntryAnswer {
  readonly id: number;
  readonly action: string;
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>;
}

interface EntriesAnswer {
  readonly next: string | null;
  readonly results: readonly EntryAnswer[];
}

const entriesOf = async ({ api, path }: TestOrganizer): Promise<readonly EntryAnswer[]> =>
  (await api.get<EntriesAnswer>(`${path}/auditlog/`)).body.results;

describe('The audit trail', () => {
  let doorbell: Doorbell;
  beforeAll(async () => {
    doorbell = await startDoorbell();
  });
  afterAll(async () => doorbell.stop());

  const append = async (entries: readonly AuditEntry[]): Promise<void> => {
    const trail = doorbell.app.get<AuditTrail>(AuditTrail, { strict: false });
    await doorbell.app
      .get(TransactionRunner, { strict: false })
      .run(async (manager) => trail.append(entries, manager));
  };

  it('says who changed what, field by field, newest first, without credentials', async () => {
    const organizer = await doorbell.createOrganizer({ events: [] });
    await doorbell.admin.patch(organizer.path, { name: 'ACME', public_url: 'https://acme.example/' });
    await doorbell.admin.patch(organizer.path, { name: 'ACME' });
    const { body: token } = await organizer.api.post<{ id: number; prefix: string; token: string }>(
      `${organizer.path}/tokens/`,
      { name: 'Shop', permissions: ['can_view_organizer'] },
    );
    await organizer.api.delete(`${organizer.path}/tokens/${token.id}/`);
    const { body, text } = await organizer.api.get<EntriesAnswer>(`${organizer.path}/auditlog/`);
    const creator = await organizer.api.get<{ results: { id: number }[] }>(`${organizer.path}/tokens/`);
    const own = { type: 'token', id: creator.body.results[0]!.id, name: 'test' };
    const admin = { type: 'admin', id: null, name: 'Administrator' };
    const entry = { id: expect.any(Number), datetime: expect.stringMatching(/\.\d{3}Z$/) };
    expect(body.results).toEqual([
      {
        ...entry,
        actor: own,
        action: 'pretix.token.deleted',
        object: { type: 'token', id: token.id },
        changes: { revoked: [null, expect.any(String)] },
      },
      {
        ...entry,
        actor: own,
        action: 'pretix.token.created',
        object: { type: 'token', id: token.id },
        changes: {
          name: [null, 'Shop'],
          prefix: [null, token.prefix],
          permissions: [null, ['can_view_organizer']],
        },
      },
      {
        ...entry,
        actor: admin,
        action: 'pretix.organizer.changed',
        object: { type: 'organizer', id: 'acmecorp' },
        changes: { name: ['acmecorp', 'ACME'], public_url: [null, 'https://acme.example/'] },
      },
      expect.objectContaining({ action: 'pretix.token.created', actor: admin }),
      {
        ...entry,
        actor: admin,
        action: 'pretix.organizer.created',
        object: { type: 'organizer', id: 'acmecorp' },
        changes: { name: [null, 'acmecorp'], slug: [null, 'acmecorp'] },
      },
    ]);
    expect(Object.keys(body.results[0]!)).toEqual(['id', 'datetime', 'actor', 'action', 'object', 'changes']);
    expect(text).not.toContain(token.token);
  });

  it('keeps the deletion of an organizer', async () => {
    const { id, path } = await doorbell.createOrganizer({ slug: 'deleted', events: [] });
    await doorbell.admin.delete(path);
    const rows = await doorbell.query<{ changes: object }>(
      `SELECT changes FROM audit_entries WHERE organizer_id = $1 AND action = 'pretix.organizer.deleted'`,
      [id],
    );
    expect(rows).toEqual([{ changes: { name: ['deleted', null], slug: ['deleted', null] } }]);
  });

  it('pages by cursor: every entry that was there comes exactly once, whatever comes in meanwhile', async () => {
    const organizer = await doorbell.createOrganizer({ slug: 'paged', events: [] });
    const entry = (id: number): AuditEntry => ({
      organizerId: organizer.id,
      principal: systemPrincipal,
      action: 'pretix.webhook.changed',
      object: { type: 'webhook', id },
      changes: { enabled: [true, false] },
    });
    // One statement is one moment: the id alone decides their order.
    await append(Array.from({ length: 60 }, (_, index) => entry(index)));
    const there = await doorbell.query<{ id: string }>(
      'SELECT id FROM audit_entries WHERE organizer_id = $1 ORDER BY datetime DESC, id DESC',
      [organizer.id],
    );
    const seen: number[] = [];
    let next: string | null = `${doorbell.url}${organizer.path}/auditlog/?page_size=25`;
    while (next !== null) {
      const { body }: { body: EntriesAnswer } = await organizer.api.get<EntriesAnswer>(next);
      expect(Object.keys(body)).toEqual(['next', 'results']);
      seen.push(...body.results.map(({ id }) => id));
      await append([entry(1000)]);
      next = body.next;
    }
    expect(seen).toEqual(there.map(({ id }) => Number(id)));
    const paged = await organizer.api.get(`${organizer.path}/auditlog/?page=1`);
    expect(paged).toMatchObject({ status: 400, body: { page: ['Unknown field.'] } });
  });

  it('shows only the own organizer, to who may change settings', async () => {
    const one = await doorbell.createOrganizer({ slug: 'one', events: [] });
    const two = await doorbell.createOrganizer({ slug: 'two', events: [] });
    const ids = new Set((await entriesOf(one)).map(({ id }) => id));
    expect((await entriesOf(two)).filter(({ id }) => ids.has(id))).toEqual([]);
    const viewer = doorbell.client(
      await doorbell.createToken('one', ['can_view_organizer', 'can_send_notifications']),
    );
    expect((await viewer.get(`${one.path}/auditlog/`)).status).toBe(403);
  });

  it('is written in the transaction of the change: without it there is no entry', async () => {
    const organizer = await doorbell.createOrganizer({ slug: 'rolled-back', events: [] });
    const before = await entriesOf(organizer);
    const trail = doorbell.app.get<AuditTrail>(AuditTrail, { strict: false });
    const failing = doorbell.app.get(TransactionRunner, { strict: false }).run(async (manager) => {
      const object = { type: 'webhook', id: 1 } as const;
      const entry = { principal: systemPrincipal, action: 'pretix.webhook.changed', object, changes: {} };
      await trail.append([{ organizerId: organizer.id, ...entry }], manager);
      throw new Error('The change failed.');
    });
    await expect(failing).rejects.toThrow('The change failed.');
    expect(await entriesOf(organizer)).toEqual(before);
  });

  it.each([
    'UPDATE audit_entries SET action = action',
    'DELETE FROM audit_entries',
    'TRUNCATE audit_entries',
  ])('is append-only in the database: %s', async (statement) => {
    await expect(doorbell.query(statement)).rejects.toThrow('The audit trail is append-only.');
  });
});
