import { describe, expect, it } from 'vitest';
import { describeSettings, readSettings, SettingsError } from './read-settings.js';
import { settingDefinitions } from './setting-definitions.js';
import type { Settings } from './settings.js';

const key = `k1:${Buffer.alloc(32, 1).toString('base64')}`;
const production = {
  DATABASE_URL: 'postgres://doorbell:hunter2@db/doorbell',
  REDIS_URL: 'rediss://:hunter2@redis:6380',
  DOORBELL_ADMIN_TOKEN: 'dba_hunter2_0123456789abcdef01234',
  DOORBELL_SECRET_KEY: key,
};

function faultsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    readSettings(environment, '1.0.0');
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
}

describe('Settings', () => {
  it('have a default for everything: an empty environment is the embedded mode on this machine', () => {
    const settings = readSettings({ PORT: ' ', DATABASE_URL: '' }, '1.0.0');
    expect(settings).toMatchObject({ role: 'all', host: '127.0.0.1', port: 3000, version: '1.0.0' });
    expect(settings.databaseUrl).toBeUndefined();
    const days = settings.retrySchedule.reduce((sum, wait) => sum + wait, 0) / 86_400;
    expect(settings.retrySchedule).toHaveLength(11);
    expect(days).toBeGreaterThan(2.9);
    expect(days).toBeLessThan(3);
  });

  it('listen everywhere over a database of one’s own, unless told otherwise', () => {
    expect(readSettings(production, '1').host).toBe('0.0.0.0');
    expect(readSettings({ ...production, HOST: '10.0.0.7' }, '1').host).toBe('10.0.0.7');
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '1e3'],
    ['DOORBELL_PUBLIC_URL', 'https://host/?query'],
    ['DOORBELL_PUBLIC_URL', 'https://user@host/'],
    ['DOORBELL_TRUST_PROXY', 'perhaps'],
    ['DOORBELL_OIDC_ISSUER', 'http://id.example'],
    ['DOORBELL_ALLOWED_TARGETS', '10.0.0.0/8,10.0.0.1'],
    ['DOORBELL_BLOCKED_PORTS', '25,0'],
    ['DOORBELL_BLOCKED_PORTS', '30-20'],
    ['DOORBELL_BLOCKED_PORTS', 'none,25'],
    ['DOORBELL_EGRESS_PROXY', 'socks5://proxy'],
    ['DOORBELL_EGRESS_PROXY', 'http://proxy:3128/path'],
    ['DOORBELL_REQUIRE_HTTPS', 'yes'],
    ['DOORBELL_RETRY_SCHEDULE', '86400,86400,86400,1'],
    ['DOORBELL_RETRY_SCHEDULE', Array(51).fill('1').join(',')],
    ['DOORBELL_REQUEST_TIMEOUT_MS', '0'],
    ['DOORBELL_RATE_LIMIT', '0'],
    ['DOORBELL_CONCURRENCY', '-1'],
    ['DOORBELL_METRICS_PORT', 'none'],
    ['LOG_LEVEL', 'verbose'],
    ['DOORBELL_ROLE', 'master'],
    ['DOORBELL_FAILURE_POINTS', 'anything'],
  ])('refuse %s=%s, by name', (variable, value) => {
    const [fault, ...others] = faultsOf({ [variable]: value });
    expect(fault).toContain(variable);
    expect(others.filter((other) => !other.includes('is required with'))).toEqual([]);
  });

  it('want all of an identity provider, or nothing', () => {
    expect(faultsOf({ DOORBELL_OIDC_CLIENT_SECRET: 'hunter2' })).toEqual([
      'DOORBELL_OIDC_ISSUER is required with DOORBELL_OIDC_CLIENT_SECRET.',
      'DOORBELL_OIDC_CLIENT_ID is required with DOORBELL_OIDC_CLIENT_SECRET.',
    ]);
    for (const issuer of ['https://id.example/realm', 'http://127.0.0.1:8080', 'http://localhost']) {
      const oidc = {
        DOORBELL_OIDC_ISSUER: issuer,
        DOORBELL_OIDC_CLIENT_ID: 'a',
        DOORBELL_OIDC_CLIENT_SECRET: 'b',
      };
      expect(readSettings(oidc, '1')).toMatchObject({ oidcIssuer: issuer, oidcClientId: 'a' });
    }
  });

  it('take what is allowed', () => {
    const settings = readSettings(
      {
        DOORBELL_ROLE: 'ALL',
        DOORBELL_TRUST_PROXY: '10.0.0.1, 192.168.0.0/16',
        DOORBELL_PUBLIC_URL: 'https://hooks.example/base/',
        DOORBELL_RATE_LIMIT: 'off',
        DOORBELL_RETRY_SCHEDULE: '0.5, 1',
        DOORBELL_REQUIRE_HTTPS: '1',
        DOORBELL_BLOCKED_PORTS: '25, 6000-6063',
        DOORBELL_EGRESS_PROXY: 'https://doorbell:s3cret@proxy.example',
      },
      '1',
    );
    expect(settings).toMatchObject({
      role: 'all',
      trustProxy: '10.0.0.1,192.168.0.0/16',
      publicUrl: 'https://hooks.example/base',
      rateLimit: undefined,
      retrySchedule: [0.5, 1],
      requireHttps: true,
      blockedPorts: ['25', '6000-6063'],
      egressProxy: 'https://doorbell:s3cret@proxy.example',
    });
    expect(readSettings({ DOORBELL_BLOCKED_PORTS: 'none' }, '1').blockedPorts).toEqual([]);
    expect(readSettings({}, '1').blockedPorts).toContain('6379');
  });

  it('refuses a token of the administrator that is short enough to be tried', () => {
    const token = 'a'.repeat(31);
    expect(faultsOf({ ...production, DOORBELL_ADMIN_TOKEN: token })).toEqual([
      'DOORBELL_ADMIN_TOKEN must be at least 32 printable characters without blanks.',
    ]);
    expect(readSettings({ ...production, DOORBELL_ADMIN_TOKEN: `${token}b` }, '1').adminToken).toBe(
      `${token}b`,
    );
  });

  it('never show a secret, neither in faults nor in what a start lists', () => {
    const wrong = Object.fromEntries(Object.keys(production).map((name) => [name, 'hunter2 hunter2']));
    expect(faultsOf(wrong)).toHaveLength(4);
    expect(faultsOf(wrong).join()).not.toContain('hunter2');
    const described = describeSettings(readSettings(production, '1') as Settings);
    expect(JSON.stringify(described)).not.toMatch(/hunter2|AQEB/);
    expect(Object.keys(described)).toEqual(Object.values(settingDefinitions).map(({ variable }) => variable));
    for (const name of Object.keys(production)) expect(described[name]).toBe('configured');
    const proxied = readSettings({ DOORBELL_EGRESS_PROXY: 'http://doorbell:hunter2@proxy:3128' }, '1');
    expect(JSON.stringify(describeSettings(proxied as Settings))).not.toContain('hunter2');
  });
});
