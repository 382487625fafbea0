import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, inject, it, vi } from 'vitest';
import { createDatabase, queryOnce } from '../setup/test-database.js';
import { DoorbellProcess } from './doorbell-process.js';

// Whole processes, also on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const started: DoorbellProcess[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map(async (doorbell) => doorbell.stop()));
});

/** What the container's health check does. */
async function probe(url: string): Promise<number> {
  const program = fileURLToPath(new URL('../../dist/src/health/probe.js', import.meta.url));
  const child = spawn(process.execPath, [program], { env: { PORT: new URL(url).port } });
  const [code] = (await once(child, 'exit')) as [number];
  return code;
}

describe('The built Doorbell over DATABASE_URL and REDIS_URL', () => {
  it('runs as api and worker, started at the same moment on an empty database, and stops in good order', async () => {
    const { postgresUrl, redisUrl } = inject('servers');
    const database = await createDatabase(postgresUrl);
    await queryOnce(database.url, 'DROP SCHEMA public CASCADE', []);
    await queryOnce(database.url, 'CREATE SCHEMA public', []);
    const start = (role: string): DoorbellProcess => {
      const doorbell = DoorbellProcess.start({
        DOORBELL_ROLE: role,
        DATABASE_URL: database.url,
        REDIS_URL: `${redisUrl}${database.number}`,
        HOST: '127.0.0.1',
        DOORBELL_ADMIN_TOKEN: 'dba_of_the_test_0123456789abcdef',
        DOORBELL_SECRET_KEY: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
      });
      started.push(doorbell);
      return doorbell;
    };
    const processes = ['api', 'worker', 'worker'].map(start);
    const urls = await Promise.all(processes.map(async (doorbell) => doorbell.listening()));
    expect(await Promise.all(urls.map(probe))).toEqual([0, 0, 0]);

    const headers = { authorization: 'Token dba_of_the_test_0123456789abcdef' };
    const statuses = urls.map(async (url) => (await fetch(`${url}/api/v1/organizers/`, { headers })).status);
    expect(await Promise.all(statuses)).toEqual([200, 404, 404]);

    const logged = JSON.stringify(processes.map(({ lines }) => lines));
    expect(logged).toContain('"DOORBELL_ADMIN_TOKEN":"configured"');
    expect(logged).not.toContain('dba_of_the_test');
    expect(logged).not.toContain(database.url);

    const ended = await Promise.all(processes.map(async (doorbell) => doorbell.stop()));
    expect(ended.map(({ code, errors }) => [code, errors])).toEqual(processes.map(() => [0, '']));
    expect(await probe(urls[0]!)).toBe(1);
    await database.drop();
  });
});
