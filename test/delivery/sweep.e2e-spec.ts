import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { databaseOptions } from '../../src/config/database-options.js';
import { SweepRepository } from '../../src/delivery/sweep/sweep.repository.js';
import { createDatabase, type TestDatabase } from '../setup/test-database.js';

const now = new Date('2026-05-03T12:00:00.000Z');
const terms = { owner: 7, epoch: null };
const lengthMs = 60_000;

describe('what the sweep claims', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let sweep: SweepRepository;

  beforeAll(async () => {
    database = await createDatabase(inject('servers').postgresUrl);
    dataSource = await new DataSource(
      databaseOptions({ databaseUrl: database.url, role: 'all' }),
    ).initialize();
    sweep = new SweepRepository(dataSource);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });
  beforeEach(() => dataSource.query('TRUNCATE leases, lease_contents, owed'));

  /** Deliveries due one second after the other, the last one so many seconds before now. */
  async function owe(organizer: number, count: number, { slow = false, before = 0 } = {}): Promise<void> {
    await dataSource.query(
      `INSERT INTO owed (id, notification_id, recorded, organizer_id, webhook_id, generation, due, slow)
       SELECT nextval('delivery_ids'), 1, $3, $1, 1, 1, $3::timestamptz - ($4 + $2 - i) * interval '1 second', $5
       FROM generate_series(1, $2::integer) AS i`,
      [organizer, count, now, before, slow],
    );
  }

  const due = { slow: false, since: new Date(0), now };
  const claim = async (limit: number, organizers?: readonly number[]): Promise<readonly string[]> =>
    sweep.claim({ due, limit, terms, lengthMs, ...(organizers ? { organizers } : {}) });

  /** How many each organizer has leased. */
  async function leased(): Promise<Readonly<Record<number, number>>> {
    const rows = await dataSource.query<{ organizer_id: number; count: number }[]>(
      'SELECT organizer_id, count(*) FROM owed WHERE lease_id IS NOT NULL GROUP BY 1',
    );
    return Object.fromEntries(rows.map(({ organizer_id, count }) => [organizer_id, count]));
  }

  /** In owed's primary key, by the one connection that asks. */
  async function lookups(): Promise<number> {
    await dataSource.query('SELECT pg_stat_force_next_flush()');
    const [row] = await dataSource.query<{ count: string }[]>(
      `SELECT idx_scan AS count FROM pg_stat_user_indexes WHERE indexrelname = 'owed_pkey'`,
    );
    return Number(row!.count);
  }

  /** Rows of owed, by the one connection that asks. */
  async function readFromEndToEnd(): Promise<number> {
    await dataSource.query('SELECT pg_stat_force_next_flush()');
    const [row] = await dataSource.query<{ count: string }[]>(
      `SELECT seq_tup_read AS count FROM pg_stat_user_tables WHERE relname = 'owed'`,
    );
    return Number(row!.count);
  }

  it('sees the first of what is due in the lane, whoever it belongs to', async () => {
    await owe(3, 2);
    await owe(5, 1, { before: -60 }); // not due yet
    await owe(8, 1, { before: 10 });
    await owe(9, 1, { slow: true });
    const oldest = new Date(now.getTime() - 10_000);
    expect(await sweep.head(due, 10)).toEqual({ count: 3, oldest, organizers: [3, 8] });
    expect(await sweep.head(due, 1)).toEqual({ count: 1, oldest, organizers: [8] });
    expect(await sweep.head({ ...due, since: new Date(oldest.getTime() + 1) }, 10)).toMatchObject({
      count: 2,
    });
    expect(await sweep.head({ ...due, slow: true }, 10)).toEqual({ count: 1, oldest: now, organizers: [9] });
    expect(await sweep.head({ ...due, since: now, now: new Date(0) }, 10)).toEqual({
      count: 0,
      oldest: null,
      organizers: [],
    });
  });

  it('finds the organizers with something due in turn, so many that wait at a time', async () => {
    await owe(3, 2);
    await owe(5, 1, { before: -60 }); // not due yet
    await owe(8, 1);
    await owe(9, 1, { slow: true });
    expect(await sweep.turn(due, 0, 10)).toEqual({ organizers: [3, 8], last: null });
    expect(await sweep.turn(due, 3, 10)).toEqual({ organizers: [8], last: null });
    expect(await sweep.turn(due, 0, 2)).toEqual({ organizers: [3], last: 5 });
    expect(await sweep.turn(due, 5, 2)).toEqual({ organizers: [8], last: null });
    expect(await sweep.turn(due, 8, 2)).toEqual({ organizers: [], last: null });
    expect(await sweep.turn({ ...due, slow: true }, 0, 10)).toEqual({ organizers: [9], last: null });
  });

  it("gives every organizer the same share, so that nobody's thousand delays another's one", async () => {
    await owe(1, 1_000);
    await owe(2, 1);
    const leases = await claim(100, [1, 2]);
    expect(await leased()).toEqual({ 1: 100, 2: 1 });
    expect(leases).toHaveLength(3);
    const [{ most }] = await dataSource.query<[{ most: number }]>(
      'SELECT max(n) AS most FROM (SELECT count(*) AS n FROM owed WHERE lease_id IS NOT NULL GROUP BY lease_id) x',
    );
    expect(most).toBe(50);
    const [first] = await dataSource.query<{ deliveries: number }[]>(
      'SELECT count(*) AS deliveries FROM owed WHERE lease_id = $1 AND organizer_id = 2',
      [leases[0]],
    );
    expect(first?.deliveries).toBe(1);
  });

  it('takes what has been due the longest, whoever it belongs to', async () => {
    await owe(1, 5, { before: 5 });
    await owe(2, 5);
    await claim(4);
    const rows = await dataSource.query<{ id: number; is_leased: boolean }[]>(
      'SELECT id, lease_id IS NOT NULL AS is_leased FROM owed ORDER BY due',
    );
    expect(rows.map(({ is_leased }) => is_leased)).toEqual([
      ...Array.from({ length: 4 }, () => true),
      ...Array.from({ length: 6 }, () => false),
    ]);
  });

  it('looks for what it takes lease by lease, though PostgreSQL thinks that nothing is owed', async () => {
    await owe(1, 1);
    await dataSource.query('DELETE FROM owed');
    await dataSource.query('VACUUM (ANALYZE) owed');
    await owe(1, 2_000);
    const before = await lookups();
    expect(await claim(2_000)).toHaveLength(40);
    // PostgreSQL 15 counts each key of an array.
    expect((await lookups()) - before).toBeLessThanOrEqual(2_000);
    expect(await leased()).toEqual({ 1: 2_000 });
  });

  it('reads none of it from end to end, though PostgreSQL knows owed as large and all but empty', async () => {
    await owe(1, 20_000);
    await dataSource.query('UPDATE owed SET slow = slow WHERE id % 10 = 0');
    await dataSource.query('DELETE FROM owed WHERE id % 4000 <> 0');
    await dataSource.query('VACUUM (ANALYZE) owed');
    await dataSource.query('DELETE FROM owed');
    await owe(1, 20_000);
    const before = await readFromEndToEnd();
    expect(await claim(4_000)).toHaveLength(80);
    expect((await readFromEndToEnd()) - before).toBe(0);
  });

  it('gives each delivery to one of many that claim at once', async () => {
    await owe(1, 500);
    const claims = await Promise.all(Array.from({ length: 8 }, async () => claim(100, [1])));
    const all = claims.flat();
    expect(new Set(all).size).toBe(all.length);
    while ((await claim(100)).length > 0);
    expect(await leased()).toEqual({ 1: 500 });
    const orphans = await dataSource.query(
      `SELECT id FROM owed o WHERE NOT EXISTS (
         SELECT FROM leases l JOIN lease_contents c ON c.lease_id = l.id
         WHERE l.id = o.lease_id AND o.id = ANY (c.deliveries))`,
    );
    expect(orphans).toEqual([]);
  });
});
