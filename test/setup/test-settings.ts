import { usuallyBlockedPorts } from '@app/http-egress';
import type { Settings } from '../../src/config/settings.js';

/** As in production, but for what would make a test wait, and for receivers on this machine. */
export const testSettings: Omit<Settings, 'databaseUrl' | 'redisUrl'> = {
  role: 'all',
  port: 0,
  host: '127.0.0.1',
  publicUrl: undefined,
  trustProxy: false,
  adminToken: 'test-admin-token-0123456789abcdef',
  secretKeys: [{ id: 'test', key: Buffer.alloc(32, 7) }],
  oidcIssuer: undefined,
  oidcClientId: undefined,
  oidcClientSecret: undefined,
  allowedTargets: ['127.0.0.0/8', '::1/128'],
  blockedPorts: usuallyBlockedPorts,
  egressProxy: undefined,
  requireHttps: false,
  retrySchedule: [5, 30, 60, 300, 1200, 3600, 14_400, 21_600, 43_200, 86_400, 86_400],
  requestTimeoutMs: 2_000,
  shutdownMs: 5_000,
  logRetentionDays: 30,
  responseBodyLimit: 65_536,
  concurrency: 200,
  rateLimit: undefined,
  maxWebhooks: 100_000,
  metricsPort: undefined,
  logLevel: 'error',
  dataDirectory: '.doorbell',
  clockOffsetMs: 0,
  failurePoints: undefined,
  version: '0.0.0-test',
};
