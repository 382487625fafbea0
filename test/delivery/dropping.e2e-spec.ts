import { noFailurePoints } from '@app/failure-points';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { databaseOptions } from '../../src/config/database-options.js';
import { DroppingRepository } from '../../src/delivery/drop/dropping.repository.js';
import type { OwedRow } from '../../src/delivery/owed/owed-row.js';
import { ResendingRepository } from '../../src/delivery/resend/resending.repository.js';
import { SettlingRepository } from '../../src/delivery/settle/settling.repository.js';
import { createDatabase, type TestDatabase } from '../setup/test-database.js';

const now = new Date('2026-05-03T12:00:00.000Z');

const waiting = `SELECT count(*)::integer AS count FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock'`;

const idsOf = (rows: readonly OwedRow[]): readonly number[] =>
  rows.map(({ id }) => id).toSorted((a, b) => a - b);

describe('dropping what a batch was found to hold', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  const dropping = new DroppingRepository();

  beforeAll(async () => {
    database = await createDatabase(inject('servers').postgresUrl);
    dataSource = await new DataSource(
      databaseOptions({ databaseUrl: database.url, role: 'all' }),
    ).initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });
  beforeEach(() => dataSource.query('TRUNCATE owed'));

  /** Two deliveries of webhook 1 under lease 5: of an older generation, and one that somebody asked to drop. */
  async function loaded(): Promise<readonly OwedRow[]> {
    await dataSource.query(
      `INSERT INTO owed (id, notification_id, recorded, organizer_id, webhook_id, generation, due, lease_id, drop_requested)
       VALUES (1, 1, $1, 1, 1, 1, $1, 5, false), (2, 1, $1, 1, 1, 2, $1, 5, true)`,
      [now],
    );
    return dataSource.query<OwedRow[]>('SELECT * FROM owed ORDER BY id');
  }

  it('removes it', async () => {
    expect(idsOf(await dropping.removeLeased(await loaded(), dataSource.manager))).toEqual([1, 2]);
  });

  it('leaves what somebody has asked to send again since it was loaded', async () => {
    const rows = await loaded();
    const owedTo = { webhookId: 1, organizerId: 1, generation: 2, due: now, slow: false };
    for (const { id } of rows) await new ResendingRepository().renew(id, owedTo, dataSource.manager);
    expect(await dropping.removeLeased(rows, dataSource.manager)).toEqual([]);
    expect(await dataSource.query('SELECT id FROM owed')).toHaveLength(2);
  });

  it('removes what somebody has asked to drop since it was loaded', async () => {
    const rows = await loaded();
    await dataSource.query('UPDATE owed SET drop_requested = true');
    expect(idsOf(await dropping.removeLeased(rows, dataSource.manager))).toEqual([1, 2]);
  });

  it('removes what somebody asks to drop just as its failed call is settled', async () => {
    await loaded();
    await dataSource.query('UPDATE owed SET drop_requested = false');
    const person = dataSource.createQueryRunner();
    await person.startTransaction();
    await person.query('UPDATE owed SET drop_requested = true WHERE id = 2');
    const retry = { lease: '5', attempts: 1, due: now, returnCode: 500, error: null, fromGeneration: 2 };
    const retries = [1, 2].map((id) => ({ id, ...retry }));
    const settling = new SettlingRepository(noFailurePoints).settle(retries, [], dataSource.manager);
    await expect.poll(() => dataSource.query(waiting)).toEqual([{ count: 1 }]);
    await person.commitTransaction();
    await person.release();
    const settled = await settling;
    expect([settled.of(1, '5'), settled.of(2, '5')]).toEqual(['stale', 'dropped']);
  });
});
