import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { HealthIndicators } from '@app/health';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Settings } from '../config/settings.js';
import { DependencyIndicators } from './dependency-indicators.js';
import type { MigrationState } from './migration-state.js';
import { RedisProbe } from './redis-probe.js';

let server: Server;
let probe: RedisProbe;
const migrations = { count: async () => ({ applied: 1, pending: 0 }) } as unknown as MigrationState;

beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  probe = new RedisProbe({ redisUrl: `redis://:secret@127.0.0.1:${port}` } as Settings);
});

afterEach(() => {
  vi.useRealTimers();
  probe.onApplicationShutdown();
  server.close();
});

it('A Redis that takes every connection and answers nothing leaves health degraded, not down', async () => {
  const indicators = new HealthIndicators();
  new DependencyIndicators(indicators, migrations, probe).onModuleInit();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const connected = once(server, 'connection') as Promise<[Socket]>;
  const state = indicators.state();
  const [socket] = await connected;
  // It signs in: the step after connecting, each of which has its own time.
  await once(socket, 'data');
  await vi.advanceTimersByTimeAsync(3_000);
  expect(await state).toBe('degraded');
  socket.destroy();
});
