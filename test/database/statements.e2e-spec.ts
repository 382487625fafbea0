import { committedLazily, plannedOnce, prepared } from '@app/database';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Doorbell, startDoorbell } from '../setup/doorbell.js';

const sum = prepared('SELECT $1::integer + $2::integer AS sum');
const combined = plannedOnce(
  'SELECT FROM unnest($1::bigint[]) a, unnest($1::bigint[]) b, unnest($1::bigint[]) c, unnest($1::bigint[]) d',
);
/** From then on PostgreSQL compares what planning once would cost. */
const plannedAnewAtFirst = 5;

describe('Statements of the hot paths', () => {
  let doorbell: Doorbell;
  let dataSource: DataSource;

  beforeAll(async () => {
    doorbell = await startDoorbell();
    dataSource = doorbell.app.get(DataSource);
  });
  afterAll(async () => doorbell.stop());

  it('are prepared once on a connection, by whoever asks', async () => {
    await dataSource.transaction(async (manager) => {
      expect(await manager.query(sum, [1, 2])).toEqual([{ sum: 3 }]);
      expect(await manager.query(sum, [3, 4])).toEqual([{ sum: 7 }]);
      const [row] = await manager.query<{ count: number }[]>(
        'SELECT count(*)::integer AS count FROM pg_prepared_statements WHERE statement = $1',
        [sum],
      );
      expect(row).toEqual({ count: 1 });
    });
  });

  it('are planned once, though PostgreSQL could plan better for arrays as short as these', async () => {
    await dataSource.transaction(async (manager) => {
      for (let time = 1; time <= 20; time += 1) await manager.query(combined, [[time]]);
      const [row] = await manager.query<{ anew: number }[]>(
        'SELECT custom_plans::integer AS anew FROM pg_prepared_statements WHERE statement = $1',
        [combined],
      );
      expect(row!.anew).toBeLessThanOrEqual(plannedAnewAtFirst);
    });
  });

  it('fail for themselves alone', async () => {
    await expect(dataSource.query(sum, ['one', 2])).rejects.toThrow('invalid input syntax');
    expect(await dataSource.query(sum, [1, 2])).toEqual([{ sum: 3 }]);
  });

  it('are committed lazily, and so is the rest of their transaction, but nothing after it', async () => {
    const current = `SELECT current_setting('synchronous_commit') AS value`;
    await dataSource.transaction(async (manager) => {
      const [before] = await manager.query<unknown[]>(current);
      const [during] = await manager.query<unknown[]>(`${current} WHERE ${committedLazily}`);
      const [later] = await manager.query<unknown[]>(current);
      expect([before, during, later]).toEqual([{ value: 'on' }, { value: 'off' }, { value: 'off' }]);
    });
    expect(await dataSource.query(current)).toEqual([{ value: 'on' }]);
  });

  it('are in the transaction that was begun without waiting for it', async () => {
    const failed = dataSource.transaction(async (manager) => {
      await manager.query('CREATE TABLE undone (id integer)');
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect(await dataSource.query(`SELECT to_regclass('undone') AS found`)).toEqual([{ found: null }]);
  });

  it('may be none: an empty transaction ends as well', async () => {
    expect(await dataSource.transaction(async () => Promise.resolve('done'))).toBe('done');
    expect(await dataSource.query(sum, [1, 2])).toEqual([{ sum: 3 }]);
  });

  it('say that the connection is lost where the transaction could not begin', async () => {
    const ended = dataSource.transaction(async (manager) => {
      const [row] = await manager.query<{ pid: number }[]>('SELECT pg_backend_pid() AS pid');
      await doorbell.query('SELECT pg_terminate_backend($1)', [row!.pid]);
      await manager.query('SELECT 1');
    });
    await expect(ended).rejects.toThrow(/terminat|Connection|released/);
    expect(await dataSource.query(sum, [1, 2])).toEqual([{ sum: 3 }]);
  });
});
