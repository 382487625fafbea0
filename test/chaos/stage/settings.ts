import { adminToken } from '../../bench/stage/doorbell.js';
import type { Environment } from './doorbell.js';

export { adminToken };

export const requestTimeoutMs = 3_000;
/** Enough waits that no outage of a receiver exhausts a delivery while a scenario is played. */
const retrySchedule = [1, 1, 2, 2, ...Array.from({ length: 40 }, () => 3)];

/** What every process of a stage is started with. */
export const commonSettings: Environment = {
  NODE_ENV: 'test',
  HOST: '127.0.0.1',
  LOG_LEVEL: 'warn',
  DOORBELL_ADMIN_TOKEN: adminToken,
  DOORBELL_SECRET_KEY: `bench:${Buffer.alloc(32, 7).toString('base64')}`,
  // 100::/64 leads nowhere (RFC 6666).
  DOORBELL_ALLOWED_TARGETS: '127.0.0.0/8,::1/128,100::/64',
  DOORBELL_RETRY_SCHEDULE: retrySchedule.join(','),
  DOORBELL_REQUEST_TIMEOUT_MS: String(requestTimeoutMs),
  DOORBELL_SHUTDOWN_MS: '5000',
  DOORBELL_CONCURRENCY: '200',
};
