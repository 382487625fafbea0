import { SteadyClient } from '@app/database';
import { breakingClient, failurePointsOf } from '@app/failure-points';
import { Logger } from '@nestjs/common';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { InitialSchema1764000000000 } from '../migrations/1764000000000-initial-schema.js';
import type { Settings } from './settings.js';

/** Of the 20 connections of one process; three are apart (libs/database/src/side-connections.ts). */
const poolSize = 17;
const connectTimeoutMs = 5_000;
/** PostgreSQL compiles what it believes to be dear, each time: 370 ms for a fan-out of 6 ms beside 100,000 webhooks. */
const withoutCompiling = '-c jit=off';
/** Any number that nobody else locks in this database. */
const migrationLock = 726_283_667;

const logger = new Logger('Database');

/** How Doorbell connects: bigints are numbers, nothing is synchronised, migrations are run by `openDatabase`. */
export function databaseOptions({
  databaseUrl,
  role,
  failurePoints,
}: Pick<Settings, 'databaseUrl' | 'role'> & Partial<Pick<Settings, 'failurePoints'>>) {
  return {
    type: 'postgres',
    url: databaseUrl,
    applicationName: `doorbell ${role}`,
    parseInt8: true,
    synchronize: false,
    migrations: [InitialSchema1764000000000],
    poolSize,
    connectTimeoutMS: connectTimeoutMs,
    extra: {
      Client: breakingClient(SteadyClient, failurePointsOf(failurePoints)),
      pipeline: true,
      options: withoutCompiling,
    },
    // An idle connection that breaks is no reason to stop: the next query gets a new one.
    poolErrorHandler: (error: Error): void => {
      logger.warn({
        code: 'connection_lost',
        message: 'A connection to PostgreSQL was lost.',
        error: error.message,
      });
    },
  } as const satisfies DataSourceOptions;
}

/**
 * Connects, and brings the schema up to date. Any number of processes may do so at once: one migrates, the others wait.
 * @throws what the database answers; nothing is left open then.
 */
export async function openDatabase(options: DataSourceOptions): Promise<DataSource> {
  const dataSource = await new DataSource(options).initialize();
  try {
    await migrate(dataSource);
    return dataSource;
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
}

async function migrate(dataSource: DataSource): Promise<void> {
  await dataSource.transaction(async (manager) => {
    await manager.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
    const migrations = await dataSource.runMigrations({ transaction: 'each' });
    for (const { name } of migrations) {
      logger.log({ code: 'migrated', message: `Migration ${name} was applied.` });
    }
  });
}
