import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, release, totalmem, type } from 'node:os';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { postgresParameters, type Stage } from '../stage/stage.js';

const run = promisify(execFile);

/** What a figure was measured on: without it, it says nothing. */
export type Machine = Readonly<Record<string, string>>;

export async function describeMachine(stage: Stage): Promise<Machine> {
  const [processor] = cpus();
  return {
    date: new Date().toISOString().slice(0, 16).replace('T', ' ') + ' UTC',
    commit: await commit(),
    processor: `${cpus().length} × ${processor?.model.trim() ?? 'unknown'}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${type()} ${release()}`,
    node: `${process.version}, undici ${versionOf('undici')}, Bull ${versionOf('bull')}`,
    postgresql: await postgresVersion(stage.postgres.url('postgres')),
    redis: await redisVersion(stage.redis.url),
    'PostgreSQL settings': Object.entries(postgresParameters)
      .map(([name, value]) => `${name}=${value}`)
      .join(', '),
    'Doorbell settings':
      'as by default, DOORBELL_ALLOWED_TARGETS=127.0.0.0/8; its log is written to /dev/null',
  };
}

async function commit(): Promise<string> {
  const { stdout } = await run('git', ['describe', '--always', '--dirty']).catch(() => ({
    stdout: 'unknown',
  }));
  return stdout.trim();
}

function versionOf(name: string): string {
  const path = createRequire(import.meta.url).resolve(`${name}/package.json`);
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

async function postgresVersion(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
  await client.end();
  return rows[0]!.server_version;
}

async function redisVersion(url: string): Promise<string> {
  const redis = new Redis(url);
  const information = await redis.info('server');
  redis.disconnect();
  return /redis_version:(\S+)/.exec(information)?.[1] ?? 'unknown';
}
