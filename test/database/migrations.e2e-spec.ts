import { DataSource } from 'typeorm';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { databaseOptions, openDatabase } from '../../src/config/database-options.js';
import { startDoorbell } from '../setup/doorbell.js';
import { queryOnce } from '../setup/test-database.js';

/** Everything else is an entity, whose columns the schema builder compares. */
const tablesWithoutEntity: Readonly<Record<string, string>> = {
  migrations: 'TypeORM keeps it itself',
  texts: 'read and written by TextCatalog alone, many at a time',
  idempotency_keys: 'read and written by libs/rest, which knows no entities',
  notifications: 'partitioned by day, written many at a time',
  recording_keys: 'written many at a time, in sorted order',
  fan_outs: 'a row for each job that is recorded, read by pages',
  ledger_walks: 'three rows, each of one statement',
  held_days: 'two statements of the purge, a row in years',
  webhook_action_types: 'read by matching_webhooks(), replaced as a set',
  webhook_events: 'read by matching_webhooks(), replaced as a set',
  owed: 'leased, settled and swept by the batch',
  leases: 'leased, settled and swept by the batch',
  lease_contents: 'written and deleted with their leases',
  processes: 'a heartbeat in one statement',
  process_reports: 'what a process says of itself, in one statement',
  traffic_minutes: 'added to by the minute',
  operations: 'locked and worked off in steps',
  tidying: 'locked and worked off in steps',
  calls: 'partitioned by day, written by the group',
  ended: 'partitioned by day, written by the group',
  call_hours: 'added to by the group',
  last_called: 'written with call_hours, in its statement',
};

let url: string;
beforeEach(async () => {
  const server = new URL(inject('servers').postgresUrl);
  const [row] = await queryOnce<{ number: string }>(
    server.href,
    `SELECT nextval('database_numbers') AS number`,
    [],
  );
  const name = `blank_${row!.number}`;
  await queryOnce(server.href, `CREATE DATABASE ${name} TEMPLATE template0`, []);
  server.pathname = `/${name}`;
  url = server.href;
});
afterEach(async () => {
  const name = new URL(url).pathname.slice(1);
  await queryOnce(inject('servers').postgresUrl, `DROP DATABASE ${name} WITH (FORCE)`, []);
});

const optionsOf = (databaseUrl: string) => databaseOptions({ databaseUrl, role: 'all' });

/** Tables with their columns, constraints, indexes, and what else there is; sorted, as text. */
async function schemaOf(databaseUrl: string): Promise<readonly string[]> {
  const rows = await queryOnce<{ line: string }>(
    databaseUrl,
    `SELECT line FROM (
       SELECT format('column %s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default) AS line
       FROM information_schema.columns WHERE table_schema = 'public'
       UNION ALL SELECT format('constraint %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
       FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
       UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
       UNION ALL SELECT format('sequence %s', sequencename) FROM pg_sequences WHERE schemaname = 'public'
       UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
     ) AS lines WHERE line NOT LIKE '%migrations%' ORDER BY line COLLATE "C"`,
    [],
  );
  return rows.map(({ line }) => line);
}

describe('migrations', () => {
  it('make what the entities say, column by column; every other table is known by name', async () => {
    const doorbell = await startDoorbell();
    try {
      const dataSource = doorbell.app.get(DataSource);
      const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
      expect(upQueries.map(({ query }) => query)).toEqual([]);
      // Entities that other tests extend Doorbell with stay known to the worker, and have tables of their own.
      const entities = dataSource.entityMetadatas
        .filter((entity) => entity.synchronize)
        .map((entity) => entity.tableName);
      const tables = await doorbell.query<{ name: string }>(
        `SELECT relname AS name FROM pg_class
         WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition`,
      );
      expect(tables.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b))).toEqual(
        [...entities, ...Object.keys(tablesWithoutEntity)].toSorted((a, b) => a.localeCompare(b)),
      );
    } finally {
      await doorbell.stop();
    }
  });

  it('run up, down, and up again to the same schema, and leave nothing in between', async () => {
    const dataSource = await openDatabase(optionsOf(url));
    try {
      const first = await schemaOf(url);
      expect(first.length).toBeGreaterThan(100);
      for (let count = dataSource.migrations.length; count > 0; count -= 1) {
        await dataSource.undoLastMigration({ transaction: 'each' });
      }
      expect(await schemaOf(url)).toEqual([]);
      await dataSource.runMigrations({ transaction: 'each' });
      expect(await schemaOf(url)).toEqual(first);
    } finally {
      await dataSource.destroy();
    }
  });

  it('are run once when two processes start at the same moment, and both start', async () => {
    const started = await Promise.all([1, 2, 3].map(() => openDatabase(optionsOf(url))));
    const names = await started[0]!.query<{ name: string }[]>('SELECT name FROM migrations');
    expect(names.map(({ name }) => name)).toEqual(started[0]!.migrations.map(({ name }) => name));
    for (const dataSource of started) await dataSource.destroy();
  });
});
