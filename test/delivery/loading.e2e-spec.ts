import { noFailurePoints } from '@app/failure-points';
import type { NotificationArchive } from '@contracts/events';
import type { WebhookDirectory } from '@contracts/webhooks';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { databaseOptions } from '../../src/config/database-options.js';
import { BatchLoader } from '../../src/delivery/call/batch.loader.js';
import { SettlingRepository } from '../../src/delivery/settle/settling.repository.js';
import { createDatabase, type TestDatabase } from '../setup/test-database.js';

const lease = '7';
const covered = 50;

/** Much is owed, all of a sudden; nobody has analysed it. */
const burst = `
  INSERT INTO owed (id, notification_id, recorded, organizer_id, webhook_id, generation, due, lease_id)
  SELECT n, n, now(), 1, 1, 1, now(), CASE WHEN n % 100 = 0 AND n <= ${covered * 100} THEN ${lease} END
  FROM generate_series(1, 20000) AS n;
  INSERT INTO lease_contents (lease_id, deliveries, webhooks, notifications)
  SELECT ${lease}, array_agg(id), '{1}', array_agg(id) FROM owed WHERE lease_id = ${lease}`;

describe('loading what a lease covers', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createDatabase(inject('servers').postgresUrl);
    const options = databaseOptions({ databaseUrl: database.url, role: 'all' });
    // One connection, whose plans and counts these are.
    dataSource = await new DataSource({ ...options, extra: { ...options.extra, max: 1 } }).initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  async function rowsReadOfOwed(): Promise<number> {
    await dataSource.query('SELECT pg_stat_force_next_flush()');
    const [row] = await dataSource.query<{ count: string }[]>(
      `SELECT seq_tup_read + idx_tup_fetch AS count FROM pg_stat_user_tables WHERE relname = 'owed'`,
    );
    return Number(row!.count);
  }

  it('reads its own rows alone, in a burst after a quiet night too', async () => {
    const nothing = { load: async () => new Map() };
    const loader = new BatchLoader(
      dataSource,
      nothing as unknown as WebhookDirectory,
      nothing as unknown as NotificationArchive,
    );
    const taken = Promise.resolve(new Set([lease]));
    // A table that everything has gone from, and a plan for it that PostgreSQL might have kept.
    await dataSource.query(burst);
    await dataSource.query('DELETE FROM owed');
    await dataSource.query('DELETE FROM lease_contents');
    await dataSource.query('VACUUM owed, lease_contents');
    for (let quiet = 0; quiet < 10; quiet += 1) await loader.load([lease], taken);
    await dataSource.query(burst);
    const before = await rowsReadOfOwed();
    const { dropped } = await loader.load([lease], taken);
    expect(dropped).toHaveLength(covered);
    expect((await rowsReadOfOwed()) - before).toBe(covered);
  });

  it('reads its own rows alone when it is settled, though PostgreSQL thinks that hardly anything is owed', async () => {
    const repository = new SettlingRepository(noFailurePoints);
    const due = new Date();
    await dataSource.query('DELETE FROM owed WHERE id < 20000');
    await dataSource.query('DELETE FROM lease_contents');
    await dataSource.query('VACUUM (ANALYZE) owed');
    await dataSource.query('DELETE FROM owed');
    await dataSource.query(burst);
    const rows = await dataSource.query<{ id: number }[]>('SELECT id FROM owed WHERE lease_id = $1', [lease]);
    const [ended, retried] = [rows.slice(0, 30), rows.slice(30)];
    const before = await rowsReadOfOwed();
    const settled = await repository.settle(
      retried.map(({ id }) => ({
        id,
        lease,
        attempts: 1,
        due,
        returnCode: 500,
        error: null,
        fromGeneration: 1,
      })),
      [...ended.map(({ id }) => ({ id, lease })), { id: 1, lease }],
      dataSource.manager,
    );
    // With the others' row.
    expect((await rowsReadOfOwed()) - before).toBe(ended.length + 1 + retried.length);
    expect(ended.map(({ id }) => settled.of(id, lease))).toEqual(ended.map(() => 'ended'));
    expect(retried.map(({ id }) => settled.of(id, lease))).toEqual(retried.map(() => 'retried'));
    expect(settled.of(1, lease)).toBeUndefined();
  });
});
