import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { DoorbellProcess } from './doorbell-process.js';

// Whole processes, also on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

describe('Settings', () => {
  it("46. Bad settings: every fault in one message, with the setting's name and what is allowed; exit code 78.", async () => {
    const secrets = { DATABASE_URL: 'mysql://root:hunter2@db/x', DOORBELL_SECRET_KEY: 'k:hunter2' };
    const { code, errors } = await DoorbellProcess.start({
      ...secrets,
      PORT: '99999',
      DOORBELL_ROLE: 'boss',
      DOORBELL_ALLOWED_TARGETS: '10.0.0.0/8,localhost',
      DOORBELL_EGRESS_PROXY: 'ftp://proxy:hunter2@10.0.0.1:3128',
      DOORBELL_RETRY_SCHEDULE: '5,0',
      LOG_LEVEL: 'loud',
      DOORBELL_CLOCK_OFFSET_MS: '5',
    }).ended;
    expect(code).toBe(78);
    expect(errors.trimEnd().split('\n')).toEqual([
      'Doorbell cannot start with these settings:',
      '  - DOORBELL_ROLE must be one of all, api, worker.',
      '  - DATABASE_URL must be a URL that begins with postgres:// or postgresql://.',
      '  - PORT must be a whole number from 0 to 65535.',
      '  - DOORBELL_SECRET_KEY must be id:base64[,id:base64…], each key 32 bytes of base64 under an id of its own (openssl rand -base64 32).',
      '  - DOORBELL_ALLOWED_TARGETS must be a comma-separated list, each entry an address range such as 10.0.0.0/8 or fd00::/8.',
      '  - DOORBELL_EGRESS_PROXY must be a URL that begins with http:// or https://, with credentials or without, and without a path.',
      '  - DOORBELL_RETRY_SCHEDULE must be 1 to 50 waits in seconds, comma-separated, each above 0, three days in all at most.',
      '  - LOG_LEVEL must be one of error, warn, info, debug.',
      '  - DOORBELL_CLOCK_OFFSET_MS is allowed with NODE_ENV=test only.',
      '  - DOORBELL_ADMIN_TOKEN is required with DATABASE_URL: it must be at least 32 printable characters without blanks.',
    ]);
    expect(errors).not.toContain('hunter2');
  });

  it('46. the roles that share a database and a Redis need both', async () => {
    const { code, errors } = await DoorbellProcess.start({ DOORBELL_ROLE: 'worker' }).ended;
    expect(code).toBe(78);
    expect(errors).toContain('  - DATABASE_URL is required with DOORBELL_ROLE=worker.');
    expect(errors).toContain('  - REDIS_URL is required with DOORBELL_ROLE=worker.');
  });

  it('a port that is taken is a sentence that says what to do', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'doorbell data '));
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const environment = { PORT: String(port), DOORBELL_DATA_DIR: directory };
    const { code, errors } = await DoorbellProcess.start(environment).ended;
    other.close();
    expect(code).toBe(1);
    expect(errors).toBe(
      `Somebody already listens on 127.0.0.1:${port}: stop that, or set PORT to another port.\n`,
    );
    await rm(directory, { recursive: true });
  });
});
