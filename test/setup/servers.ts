import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificates } from '@app/testing';
import type { TestProject } from 'vitest/node';
import { type PostgresKind, postgresKinds, startPostgres } from './postgres-server.js';
import { startRedis } from './redis-server.js';
import { makeTemplate, numbersDatabase } from './test-database.js';

/** Where the servers of this test run are; `inject('servers')` in a test, better `startDoorbell`. */
export interface Servers {
  readonly postgresUrl: string;
  /** The database's number is to be put after it. */
  readonly redisUrl: string;
  readonly certificates: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    readonly servers: Servers;
  }
}

/** Starts what the e2e tests share: PostgreSQL with a migrated template, Redis, certificates. Vitest calls it once. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const certificates = await mkdtemp(join(tmpdir(), 'doorbell-certificates-'));
  // Node reads this variable only when a process starts; the workers start after this.
  process.env['NODE_EXTRA_CA_CERTS'] = await makeCertificates(certificates);
  const [postgres, redis] = await Promise.all([startPostgres(wantedPostgres()), startRedis()]);
  const postgresUrl = postgres.url(numbersDatabase);
  await makeTemplate(postgresUrl);
  project.provide('servers', { postgresUrl, redisUrl: redis.url, certificates });
  return async () => {
    await Promise.all([postgres.stop(), redis.stop(), rm(certificates, { recursive: true })]);
  };
}

function wantedPostgres(): PostgresKind {
  const wanted = process.env['DOORBELL_TEST_POSTGRES'] ?? 'embedded';
  const kind = postgresKinds.find((kind) => kind === wanted);
  if (!kind) throw new Error(`DOORBELL_TEST_POSTGRES must be one of ${postgresKinds.join(', ')}.`);
  return kind;
}
