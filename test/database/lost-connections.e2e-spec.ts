import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Doorbell, startDoorbell } from '../setup/doorbell.js';

const rounds = 40;
const queriesAtOnce = 30;

describe('Connections that PostgreSQL ends', () => {
  let doorbell: Doorbell;

  beforeAll(async () => {
    doorbell = await startDoorbell();
  });
  afterAll(async () => doorbell.stop());

  it('cost the queries they carried, and never the process, whosever they are at that moment', async () => {
    const dataSource = doorbell.app.get(DataSource);
    for (let round = 0; round < rounds; round += 1) {
      const queries = Array.from({ length: queriesAtOnce }, () => dataSource.query('SELECT 1'));
      const ending = doorbell.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
      await Promise.allSettled([...queries, ending]);
    }
    await expect.poll(() => dataSource.query('SELECT 1 AS one').catch(() => [])).toEqual([{ one: 1 }]);
  });
});
