import { createServer, connect } from 'node:net';
import { freePort } from '@app/testing';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { queryOnce, takeNumber } from '../setup/test-database.js';
import { DoorbellProcess } from './doorbell-process.js';

const ready = async (url: string): Promise<unknown> => (await fetch(`${url}/health/ready`)).json();

describe('processes that start on an empty database', () => {
  let serverUrl: string;
  let databaseUrl: URL;
  let redisUrl: string;
  const processes: DoorbellProcess[] = [];

  beforeEach(async () => {
    const servers = inject('servers');
    serverUrl = servers.postgresUrl;
    const number = await takeNumber(serverUrl);
    redisUrl = `${servers.redisUrl}${number}`;
    databaseUrl = new URL(serverUrl);
    databaseUrl.pathname = `/empty_${number}`;
    await queryOnce(serverUrl, `CREATE DATABASE empty_${number} TEMPLATE template0`);
  });
  afterEach(async () => {
    await Promise.all(processes.splice(0).map((process) => process.stop('SIGKILL')));
    await queryOnce(serverUrl, `DROP DATABASE ${databaseUrl.pathname.slice(1)} WITH (FORCE)`);
  });

  function start(role: string, url = databaseUrl.href): DoorbellProcess {
    const process = DoorbellProcess.start({
      HOST: '127.0.0.1',
      DATABASE_URL: url,
      REDIS_URL: redisUrl,
      DOORBELL_ROLE: role,
      DOORBELL_ADMIN_TOKEN: 'test-admin-token-0123456789abcdef',
      DOORBELL_SECRET_KEY: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    });
    processes.push(process);
    return process;
  }

  it('Four at once: one migrates, the others wait for it, and all are ready.', async () => {
    const started = ['api', 'api', 'worker', 'worker'].map((role) => start(role));
    const urls = await Promise.all(started.map((process) => process.listening()));
    const migrated = started.flatMap(({ lines }) => lines.filter(({ code }) => code === 'migrated'));
    expect(migrated).toHaveLength(1);
    for (const url of urls) expect(await ready(url)).toEqual({ status: 'ok' });
    expect(await queryOnce(databaseUrl.href, 'SELECT name FROM migrations')).toHaveLength(1);
  }, 60_000);

  it('A database that is not there yet is waited for, and said to be.', async () => {
    const port = await freePort();
    const url = new URL(databaseUrl);
    const { hostname, port: realPort } = databaseUrl;
    url.hostname = '127.0.0.1';
    url.port = String(port);
    const process = start('all', url.href);
    expect(await process.said('database_awaited')).toMatchObject({
      error: expect.stringContaining('ECONNREFUSED'),
    });
    const proxy = createServer((socket) => {
      const server = connect(Number(realPort), hostname);
      socket.pipe(server).pipe(socket);
      for (const end of [socket, server]) end.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => proxy.listen(port, '127.0.0.1', resolve));
    try {
      expect(await ready(await process.listening())).toEqual({ status: 'ok' });
    } finally {
      await process.stop('SIGKILL');
      proxy.close();
    }
  }, 60_000);

  it('A signal ends a start that waits for its database.', async () => {
    const url = new URL(databaseUrl);
    url.hostname = '127.0.0.1';
    url.port = String(await freePort());
    const process = start('all', url.href);
    await process.said('database_awaited');
    expect(await process.stop('SIGTERM')).toMatchObject({ code: 143 });
  }, 60_000);
});
