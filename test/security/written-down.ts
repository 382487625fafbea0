import { readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import { queryOnce } from '../setup/test-database.js';

/** Everything a Redis holds, as text. */
export async function redisAsText(url: string): Promise<string> {
  const redis = new Redis(url);
  try {
    const keys = await redis.keys('*');
    const values = await Promise.all(keys.map(async (key) => [key, await valueOf(redis, key)]));
    return JSON.stringify(values);
  } finally {
    redis.disconnect();
  }
}

async function valueOf(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'string':
      return redis.get(key);
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, 0, -1, 'WITHSCORES');
    default:
      return (await redis.dumpBuffer(key)).toString('latin1');
  }
}

interface Named {
  readonly name: string;
}

/** Every row of every table, and what the connections are called and last asked, as text. */
export async function databaseAsText(url: string): Promise<ReadonlyMap<string, string>> {
  const tables = await queryOnce<Named>(
    url,
    `SELECT quote_ident(relname) AS name FROM pg_class
     WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
  );
  const texts = new Map<string, string>();
  for (const { name } of tables) texts.set(`table ${name}`, await rowsAsText(url, name));
  texts.set('pg_stat_activity', await rowsAsText(url, 'pg_stat_activity'));
  return texts;
}

async function rowsAsText(url: string, table: string): Promise<string> {
  const rows = await queryOnce<{ readonly text: string }>(url, `SELECT t::text AS text FROM ${table} t`);
  return rows.map(({ text }) => text).join('\n');
}

/** What `ps` shows of a process and its threads. */
export const titleOf = (pid: number): string => readFileSync(`/proc/${pid}/cmdline`, 'latin1');
