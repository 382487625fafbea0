import { DayPartitions } from '@app/database';
import { Logger } from '@nestjs/common';
import { Client } from 'pg';
import { databaseOptions, openDatabase } from '../../src/config/database-options.js';

/** Where the tests' servers are asked for databases; holds nothing but the numbers given out. */
export const numbersDatabase = 'postgres';
const template = 'doorbell_template';
/** CREATE DATABASE copies the template, which nobody else may use meanwhile. */
const creationLock = 1;
/** What an application makes ahead when it starts, so that it finds them there: a third of the time that starting takes. */
const daysAhead = 7;

/** A database of its own with every migration applied. */
export interface TestDatabase {
  readonly url: string;
  /** No other database of this run has it. */
  readonly number: number;
  drop(): Promise<void>;
}

/** Prepares the server for `createDatabase`. */
export async function makeTemplate(serverUrl: string): Promise<void> {
  await withClient(serverUrl, async (client) => {
    await client.query(`CREATE DATABASE ${template}`);
    await client.query('CREATE SEQUENCE database_numbers');
  });
  const options = databaseOptions({ databaseUrl: urlOf(serverUrl, template), role: 'all' });
  Logger.overrideLogger(['error']);
  const dataSource = await openDatabase(options);
  const partitioned = await dataSource.query<readonly { name: string }[]>(
    "SELECT relname AS name FROM pg_class WHERE relkind = 'p'",
  );
  const partitions = new DayPartitions(dataSource);
  for (const { name } of partitioned) await partitions.ensure(name, new Date(), daysAhead);
  await dataSource.destroy();
}

/** A number that nobody else in this run has. */
export async function takeNumber(serverUrl: string): Promise<number> {
  const [row] = await queryOnce<{ number: string }>(
    serverUrl,
    "SELECT nextval('database_numbers') AS number",
  );
  return Number(row!.number);
}

export async function createDatabase(serverUrl: string): Promise<TestDatabase> {
  const number = await takeNumber(serverUrl);
  const name = `doorbell_${number}`;
  await withClient(serverUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [creationLock]);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`);
  });
  return { url: urlOf(serverUrl, name), number, drop: () => dropDatabase(serverUrl, name) };
}

/** Runs one statement on a connection of its own. */
export async function queryOnce<Row extends object>(
  url: string,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<readonly Row[]> {
  return withClient(url, async (client) => (await client.query<Row>(sql, [...parameters])).rows);
}

async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  await withClient(serverUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
}

async function withClient<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
