import { type Clock, TransactionRunner } from '@app/database';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { databaseOptions } from '../../src/config/database-options.js';
import { ResendPurge } from '../../src/delivery/resend/resend-purge.service.js';
import { ResendingRepository } from '../../src/delivery/resend/resending.repository.js';
import { WaitingRetriesRepository } from '../../src/delivery/retry/waiting-retries.repository.js';
import { createDatabase, type TestDatabase } from '../setup/test-database.js';
import { testSettings } from '../setup/test-settings.js';

const now = new Date();
const daysAgo = (days: number): Date => new Date(now.getTime() - days * 86_400_000);

describe('what pages ask every few seconds', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
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

  it('is how many retries are left: it reads the oldest alone, and says so', async () => {
    const retries = new WaitingRetriesRepository();
    const count = async () => retries.countDue(1, now, dataSource.manager);
    await dataSource.query(
      `INSERT INTO owed (id, notification_id, recorded, organizer_id, webhook_id, generation, attempt, due)
       SELECT n, n, $1::timestamptz + n * interval '1 millisecond', 1, 1, 1, (n <= 3)::integer, $1
       FROM generate_series(10001, 1, -1) AS n`,
      [daysAgo(1)],
    );
    await dataSource.query('UPDATE owed SET attempt = 1 WHERE id IN (1, 2, 3, 10001)');
    expect(await count()).toEqual({ count: 3, isExact: false });
    await dataSource.query('DELETE FROM owed WHERE id BETWEEN 4 AND 5');
    expect(await count()).toEqual({ count: 4, isExact: true });
  });

  it('is what came of the newest resends; they are forgotten as the log is', async () => {
    const repository = new ResendingRepository();
    const recent = async () => repository.recent(1, daysAgo(60), dataSource.manager);
    await dataSource.query(
      `INSERT INTO operations (organizer_id, webhook_id, generation, since, until, state, accepted, total, finished)
       SELECT 1, 1, 1, $1, $1, 'all', $1, n, CASE WHEN n > 1 THEN $2::timestamptz + n * interval '1 day' END
       FROM generate_series(1, 25) AS n`,
      [daysAgo(60), daysAgo(50)],
    );
    expect((await recent()).map(({ total }) => total)).toEqual(
      Array.from({ length: 20 }, (_none, index) => index + 6),
    );
    const settings = { ...testSettings, databaseUrl: database.url, redisUrl: undefined };
    const clock: Clock = { now: () => now };
    await new ResendPurge(repository, new TransactionRunner(dataSource), clock, settings).run();
    expect((await recent()).map(({ total }) => total)).toEqual([1, 20, 21, 22, 23, 24, 25]);
  });
});
