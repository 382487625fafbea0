import { DayPartitions, TransactionRunner } from '@app/database';
import { DataSource, type EntityManager } from 'typeorm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { databaseOptions } from '../../src/config/database-options.js';
import { NotificationsRepository } from '../../src/events/notifications/notifications.repository.js';
import { createDatabase, type TestDatabase } from '../setup/test-database.js';

/** One each five seconds of three days. */
const fill = `
  INSERT INTO texts (digest, text) VALUES ('\\x01', 'pretix.event.order.placed'), ('\\x02', 'pretix.event.order.placed.again');
  INSERT INTO notifications (recorded, id, organizer_id, action_type_id, action_id, body)
  SELECT timestamptz '2026-05-01T00:00Z' + n * interval '5 seconds', n, 1, 1, 2, '{"notification_id":' || n || '}'
  FROM generate_series(0, 3 * 17280 - 1) AS n;
  ANALYZE notifications`;

const keyOf = (id: number) => ({ id, recorded: new Date(Date.UTC(2026, 4, 1, 0, 0, 5 * id)) });
const lastOfFirstDay = keyOf(17_279);
const firstOfSecondDay = keyOf(17_280);

describe('loading notifications by their keys', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let notifications: NotificationsRepository;
  const statements: { readonly sql: string; readonly parameters: readonly unknown[] }[] = [];

  beforeAll(async () => {
    database = await createDatabase(inject('servers').postgresUrl);
    const options = databaseOptions({ databaseUrl: database.url, role: 'all' });
    dataSource = await new DataSource(options).initialize();
    await new DayPartitions(dataSource).ensure('notifications', new Date('2026-05-01'), 4);
    await dataSource.query(fill);
    const query = async (sql: string, parameters: readonly unknown[]): Promise<unknown> => {
      statements.push({ sql, parameters });
      return dataSource.query(sql, [...parameters]);
    };
    notifications = new NotificationsRepository({
      manager: { query } as unknown as EntityManager,
    } as TransactionRunner);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('finds those on both sides of midnight, each once, and misses none that is there', async () => {
    const gone = { id: 99_999, recorded: firstOfSecondDay.recorded };
    const found = await notifications.load([firstOfSecondDay, gone, lastOfFirstDay, lastOfFirstDay]);
    expect(found.map(({ id, recorded, body }) => ({ id, recorded, body }))).toEqual([
      { ...firstOfSecondDay, body: '{"notification_id":17280}' },
      { ...lastOfFirstDay, body: '{"notification_id":17279}' },
    ]);
    expect(found[0]).toMatchObject({
      actionType: 'pretix.event.order.placed',
      action: 'pretix.event.order.placed.again',
    });
  });

  it('finds none without a statement where none is asked for', async () => {
    statements.length = 0;
    expect(await notifications.load([])).toEqual([]);
    expect(statements).toEqual([]);
  });

  it('reads no partition but that of the day, through its index, once for all', async () => {
    statements.length = 0;
    await notifications.load(Array.from({ length: 400 }, (_, index) => keyOf(20_000 + index)));
    expect(statements).toHaveLength(1);
    const { sql, parameters } = statements[0]!;
    const plan = await dataSource.query<{ 'QUERY PLAN': string }[]>(`EXPLAIN (ANALYZE) ${sql}`, [
      ...parameters,
    ]);
    const lines = plan.map((line) => line['QUERY PLAN']);
    const reads = lines.filter((line) => line.includes(' on notifications'));
    expect(reads.join('\n')).toMatch(
      /Index .*notifications_2026_05_02|Bitmap Heap Scan on notifications_2026_05_02/,
    );
    expect(reads.join('\n')).not.toMatch(/2026_05_0[134]|Seq Scan/);
    expect(lines.join('\n')).not.toContain('Rows Removed');
    // Not a look-up for each key.
    for (const line of reads) expect(line).toMatch(/loops=1\)/);
  });
});
