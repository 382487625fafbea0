import { setTimeout as sleep } from 'node:timers/promises';
import { isDatabaseAway, SteadyClient } from '@app/database';
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
/**
 * What is owed, and the ends of the indexes, are in memory. At PostgreSQL's own 4 it reads all of owed, where that was
 * analysed while all but empty and has grown since: once for each lease of a sweep, 507 ms for 4,000 of 20,000 in place of 54.
 */
const readByIndex = '-c random_page_cost=1.1';
const planning = `${withoutCompiling} ${readByIndex}`;
/** So long a start waits for a database that is not there; whoever started Doorbell may then start it again. */
const startPatienceMs = 5 * 60_000;
const tryAgainMs = 1_000;
const sayEveryMs = 30_000;
const lockTimeoutMs = 2_000;
/** PostgreSQL's lock_not_available. */
const lockNotAvailable = '55P03';
/** SQLSTATE classes: invalid authorization, no such database. */
const wrongSettings = /^(28|3D)/;
/** Any number that nobody else locks in this database. */
const migrationLock = 726_283_667;

const logger = new Logger('Database');

export type DatabaseOptions = Extract<DataSourceOptions, { type: 'postgres' }>;

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
      options: planning,
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

/** For somebody who only looks on: PostgreSQL itself refuses every write. */
export function lookingOptions(databaseUrl: string): DatabaseOptions {
  const options = databaseOptions({ databaseUrl, role: 'all' });
  const extra = { ...options.extra, options: `${planning} -c default_transaction_read_only=on` };
  return { ...options, applicationName: 'doorbell ledger', poolSize: 2, extra };
}

/**
 * Connects, and brings the schema up to date. Any number of processes may do so at once: one migrates, the others wait.
 * A database that is not there yet, or whose tables are locked, is tried again until the patience is over.
 * @throws what the database answers; nothing is left open then.
 */
export async function openDatabase(
  options: DatabaseOptions,
  patienceMs = startPatienceMs,
): Promise<DataSource> {
  const giveUpAt = performance.now() + patienceMs;
  let sayAt = 0;
  for (;;) {
    try {
      return await openOnce(options);
    } catch (error) {
      const now = performance.now();
      if (!mayGoBetter(error) || now + tryAgainMs > giveUpAt) throw error;
      if (now >= sayAt) {
        sayAt = now + sayEveryMs;
        const message = 'The database cannot be used yet; Doorbell tries again each second.';
        logger.warn({ code: 'database_awaited', message, error: (error as Error).message });
      }
    }
    await sleep(tryAgainMs);
  }
}

async function openOnce(options: DatabaseOptions): Promise<DataSource> {
  await migrate(options);
  return new DataSource(options).initialize();
}

/** Over connections of its own, on which no statement waits long for a lock: whoever comes after would wait for it, too. */
async function migrate(options: DatabaseOptions): Promise<void> {
  const extra = {
    ...(options.extra as object),
    options: `${planning} -c lock_timeout=${lockTimeoutMs}`,
  };
  const bare = { entities: [], subscribers: [], poolSize: 2, extra };
  const dataSource = await new DataSource({ ...options, ...bare }).initialize();
  try {
    await dataSource.transaction(async (manager) => {
      await manager.query('SET LOCAL lock_timeout = 0');
      await manager.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
      const migrations = await dataSource.runMigrations({ transaction: 'each' });
      for (const { name } of migrations) {
        logger.log({ code: 'migrated', message: `Migration ${name} was applied.` });
      }
    });
  } finally {
    await dataSource.destroy();
  }
}

/** Somebody has to do something about a wrong password or name, and learns of it at once. */
function mayGoBetter(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code === lockNotAvailable || (isDatabaseAway(error) && !wrongSettings.test(code));
}
