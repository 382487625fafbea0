import { EventEmitter, once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedDatabase } from '@app/embedded-postgres';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'doorbell data '));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const postmasterPid = async (): Promise<number> =>
  Number.parseInt(await readFile(join(directory, 'postgres', 'postmaster.pid'), 'utf8'), 10);

describe('The embedded database', () => {
  it('keeps its data, sorts by code point, and comes back by itself on the same port when it is killed', async () => {
    const first = await EmbeddedDatabase.start({ dataDirectory: directory });
    await ask(first.url, `CREATE TABLE letters AS SELECT unnest(ARRAY['é', 'b', 'Z', 'a']) AS letter`);
    await first.stop();
    let restarts = 0;
    const restarted = new EventEmitter();
    const second = await EmbeddedDatabase.start({
      dataDirectory: directory,
      onLost: (error) => restarted.emit('error', error),
      onRestart: () => {
        restarts += 1;
        restarted.emit('done');
      },
    });
    const { url } = second;
    const done = once(restarted, 'done');
    process.kill(await postmasterPid(), 'SIGKILL');
    await done;
    expect(second.url).toBe(url);
    const rows = await ask(url, 'SELECT letter FROM letters ORDER BY letter');
    await second.stop();
    expect(rows.map(({ letter }) => letter)).toEqual(['Z', 'a', 'b', 'é']);
    expect(restarts).toBe(1);
    await expect(ask(url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
  });
});
