import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { databaseOptions } from '../../src/config/database-options.js';
import { BatchLoader } from '../../src/delivery/call/batch.loader.js';
import { LeaseRepository, type Observer } from '../../src/delivery/lease/lease.repository.js';
import { ProcessRegistry } from '../../src/delivery/process/process-registry.service.js';
import { createDatabase, type TestDatabase } from '../setup/test-database.js';
import { testSettings } from '../setup/test-settings.js';

const observer: Observer = { id: 1, isSteady: true, held: [] };
const minute = `interval '1 minute'`;

describe('leases', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let leases: LeaseRepository;

  beforeAll(async () => {
    database = await createDatabase(inject('servers').postgresUrl);
    dataSource = await new DataSource(
      databaseOptions({ databaseUrl: database.url, role: 'all' }),
    ).initialize();
    leases = new LeaseRepository(dataSource, {
      ...testSettings,
      databaseUrl: database.url,
      redisUrl: undefined,
    });
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });
  beforeEach(() => dataSource.query('TRUNCATE leases, lease_contents, owed, processes'));

  /** A lease and the one delivery it covers, of the same id. */
  async function lease(
    id: number,
    owner: number | null,
    epoch: string | null,
    until = minute,
  ): Promise<void> {
    await dataSource.query(`INSERT INTO leases VALUES ($1, $2, $3, clock_timestamp() + ${until})`, [
      id,
      owner,
      epoch,
    ]);
    await dataSource.query(`INSERT INTO lease_contents VALUES ($1, ARRAY[$1::bigint], '{1}', '{1}')`, [id]);
    await dataSource.query(
      `INSERT INTO owed (id, notification_id, recorded, organizer_id, webhook_id, generation, due, lease_id)
       VALUES ($1, 1, now(), 1, 1, 1, now(), $1)`,
      [id],
    );
  }

  async function process(id: number, heartbeat: string): Promise<void> {
    await dataSource.query(
      `INSERT INTO processes OVERRIDING SYSTEM VALUE
       VALUES ($1, 'all', 'here', 1, now(), clock_timestamp() - interval '${heartbeat}')`,
      [id],
    );
  }

  /** Ids of deliveries that may be taken by anybody. */
  async function free(): Promise<readonly number[]> {
    const rows = await dataSource.query<{ id: number }[]>(
      'SELECT id FROM owed WHERE lease_id IS NULL ORDER BY id',
    );
    return rows.map(({ id }) => id);
  }

  it('are void when their time is over', async () => {
    await process(1, '0 s');
    await process(2, '0 s');
    await lease(1, null, 'a', `interval '-1 second'`);
    await lease(2, 2, 'a', `interval '-1 second'`);
    await lease(3, null, 'a');
    expect(await leases.reap('a', observer)).toBe(2);
    expect(await free()).toEqual([1, 2]);
  });

  it('are void when their owner has been silent for over 5 seconds, or is unknown', async () => {
    await process(1, '0 s');
    await process(2, '4 s');
    await process(3, '6 s');
    await lease(1, 2, 'a');
    await lease(2, 3, 'a');
    await lease(3, 4, 'a');
    await leases.reap('a', observer);
    expect(await free()).toEqual([2, 3]);
  });

  it('of others stay valid while the observer itself was cut off', async () => {
    await process(3, '6 s');
    await lease(1, 3, 'a');
    await lease(2, 3, 'a', `interval '-1 second'`);
    await leases.reap('a', { ...observer, isSteady: false });
    expect(await free()).toEqual([]);
  });

  it('of others stay valid while PostgreSQL has not heard the observer itself', async () => {
    await process(1, '4 s');
    await process(3, '6 s');
    await lease(1, 3, 'a');
    await lease(2, 3, 'a', `interval '-1 second'`);
    await leases.reap('a', observer);
    await leases.reap('a', { ...observer, id: 9 });
    expect(await free()).toEqual([]);
  });

  it('of the observer stay valid while it works on them, however late its heart beats', async () => {
    await process(1, '60 s');
    await lease(1, 1, 'a');
    await lease(2, 1, 'a', `interval '-1 second'`);
    await lease(3, 1, 'a', `interval '-1 second'`);
    await leases.reap('a', { ...observer, held: ['2'] });
    expect(await free()).toEqual([3]);
  });

  it('in a queue are void when its memory is lost, and not while that cannot be told', async () => {
    await process(2, '0 s');
    await lease(1, null, 'a');
    await lease(2, null, null);
    await lease(3, 2, 'a');
    await leases.reap(null, observer);
    expect(await free()).toEqual([]);
    await leases.reap('b', observer);
    expect(await free()).toEqual([1, 2]);
  });

  it('that nobody has taken for seconds are known, to be looked for in the queue', async () => {
    const whole = `${leases.lengthMs} * interval '1 millisecond'`;
    const old = `${whole} - interval '6 seconds'`;
    await lease(1, null, 'a', whole);
    await lease(2, null, 'a', old);
    await lease(3, null, 'b', old);
    await lease(4, 2, 'a', old);
    await lease(5, 1, 'a', old);
    await lease(6, 1, 'a', old);
    expect(await leases.untaken('a', { ...observer, held: ['6'] })).toEqual(['2', '5']);
  });

  it('that nobody has taken are ended, but for those that are taken in the same moment', async () => {
    await lease(1, 1, null, `interval '20 seconds'`);
    await lease(2, 1, null, `interval '20 seconds'`);
    await leases.take(['2'], 1);
    await leases.releaseUntaken(['1', '2'], 1);
    expect(await free()).toEqual([1]);
  });

  it('are taken by one process, and not when they are over', async () => {
    await lease(1, null, 'a');
    await lease(2, null, 'a', `interval '-1 second'`);
    const taken = await Promise.all([5, 6, 7].map(async (owner) => leases.take(['1', '2', '3'], owner)));
    expect(taken.flatMap((leases) => [...leases])).toEqual(['1']);
  });

  it('are read while they are taken; of those that were not, nothing is called', async () => {
    await lease(1, 5, 'a');
    await lease(2, null, 'a');
    const gone = { load: async () => Promise.resolve(new Map()) } as never;
    const loader = new BatchLoader(dataSource, gone, gone);
    const { callable, dropped } = await loader.load(['1', '2'], leases.take(['1', '2'], 6));
    expect(callable).toEqual([]);
    expect(dropped.map(({ row }) => row.id)).toEqual([2]);
  });

  it('are prolonged by their owner, and taken again when PostgreSQL has forgotten that they were taken', async () => {
    const second = `interval '1 second'`;
    await lease(1, 5, 'a', second);
    await lease(2, 6, 'a', second);
    await lease(3, null, 'a', second);
    await leases.extend(['1', '2', '3'], 5);
    const rows = await dataSource.query<unknown[]>(
      `SELECT id, owner, until > now() + 5 * ${second} AS "isLonger" FROM leases ORDER BY id`,
    );
    expect(rows).toEqual([
      { id: 1, owner: 5, isLonger: true },
      { id: 2, owner: 6, isLonger: false },
      { id: 3, owner: 5, isLonger: true },
    ]);
  });

  it("are ended by their owner, and another's are not", async () => {
    await lease(1, 5, 'a');
    await lease(2, 6, 'a');
    await lease(3, null, 'a');
    await leases.release(['1', '2', '3'], 5);
    expect(await free()).toEqual([1, 3]);
    const rows = await dataSource.query<{ id: number }[]>('SELECT id FROM leases');
    expect(rows).toEqual([{ id: 2 }]);
  });

  it('let single deliveries go to the slow lane, as long as they cover them', async () => {
    await lease(1, 5, 'a');
    const due = new Date(Date.now() + 60_000);
    await leases.putOff([
      { id: 1, lease: '1', due },
      { id: 1, lease: '2', due: new Date() },
    ]);
    expect(await dataSource.query('SELECT lease_id, slow, due, attempt FROM owed')).toEqual([
      { lease_id: null, slow: true, due, attempt: 0 },
    ]);
  });
});

describe('the registry of processes', () => {
  it('knows a process from joining to leaving', async () => {
    const database = await createDatabase(inject('servers').postgresUrl);
    const dataSource = await new DataSource(
      databaseOptions({ databaseUrl: database.url, role: 'worker' }),
    ).initialize();
    const registry = await ProcessRegistry.join(dataSource, 'worker');
    expect(registry.isSteady).toBe(true);
    expect(await dataSource.query('SELECT id, role FROM processes')).toEqual([
      { id: registry.id, role: 'worker' },
    ]);
    await registry.leave();
    expect(await dataSource.query('SELECT id FROM processes')).toEqual([]);
    await dataSource.destroy();
    await database.drop();
  });
});
