import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readSettings } from '../../src/config/read-settings.js';
import { settingDefinitions } from '../../src/config/setting-definitions.js';

interface Service {
  readonly environment: Readonly<Record<string, string>>;
  readonly healthcheck: { readonly test: readonly string[] };
  readonly stop_grace_period: string;
  readonly [key: string]: unknown;
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const text = readFileSync('docker-compose.yml', 'utf8');
const compose = parse(text, { merge: true }) as Compose;
const { api, worker, postgres, redis } = compose.services as Readonly<
  Record<'api' | 'worker' | 'postgres' | 'redis', Service>
>;
const secrets = ['POSTGRES_PASSWORD', 'REDIS_PASSWORD', 'DOORBELL_ADMIN_TOKEN', 'DOORBELL_SECRET_KEY'];

/** As compose would: `${NAME:?…}` must be given, `${NAME:-default}` need not. */
const interpolate = (value: string, given: Readonly<Record<string, string>>): string =>
  value.replaceAll(/\$\{(\w+):([?-])([^}]*)\}/g, (_, name: string, kind: string, rest: string) => {
    if (given[name] === undefined && kind === '?') throw new Error(rest);
    return given[name] ?? rest;
  });

describe('docker-compose.yml', () => {
  it('is valid by the schema of the Compose Specification', () => {
    const schema = JSON.parse(readFileSync('node_modules/dclint/schemas/compose.schema.json', 'utf8')) as {
      $schema?: string;
    };
    // The dialect's own address with https, which Ajv does not know; it is draft 7.
    delete schema.$schema;
    const ajv = new Ajv({ strict: false, allErrors: true });
    formats.default(ajv);
    ajv.addFormat('duration', /^(\d+(\.\d+)?(us|ms|s|m|h))+$/);
    const validate = ajv.compile(schema);
    expect(validate(compose) ? [] : validate.errors).toEqual([]);
    expect(validate({ ...compose, services: { api: { ...api, restarts: true } } })).toBe(false);
  });

  it('runs one api, two workers, PostgreSQL and Redis, each with a health check', () => {
    expect(Object.keys(compose.services)).toEqual(['api', 'worker', 'postgres', 'redis']);
    expect(api.environment['DOORBELL_ROLE']).toBe('api');
    expect(worker.environment['DOORBELL_ROLE']).toBe('worker');
    expect(worker['deploy']).toEqual({ replicas: 2 });
    for (const service of Object.values(compose.services)) {
      expect(service.healthcheck.test[0]).toBe('CMD');
    }
  });

  it('gives a stop longer than the shutdown takes', () => {
    const shutdownSeconds = settingDefinitions.shutdownMs.fallback / 1000;
    for (const { stop_grace_period: period } of [api, worker]) {
      expect(Number(/^(\d+)s$/.exec(period)![1])).toBeGreaterThan(shutdownSeconds + 10);
    }
  });

  it('needs no right, no shell and no writable root in the containers of Doorbell', () => {
    for (const service of [api, worker]) {
      expect(service).toMatchObject({
        read_only: true,
        tmpfs: ['/tmp'],
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
    }
  });

  it('has no default password: each secret is demanded', () => {
    for (const secret of secrets) {
      expect(text).toContain(`\${${secret}:?`);
      expect(text).not.toContain(`\${${secret}:-`);
      expect(text).not.toContain(`\${${secret}}`);
    }
  });

  it('keeps the data in named volumes, and Redis never forgets to make room', () => {
    expect(Object.keys(compose.volumes)).toEqual(['postgres', 'redis']);
    expect(postgres['volumes']).toEqual(['postgres:/var/lib/postgresql']);
    expect(redis['volumes']).toEqual(['redis:/data']);
    expect((redis['command'] as string[]).join(' ')).toContain(
      '--maxmemory-policy noeviction --appendonly yes',
    );
  });

  it('gives settings that Doorbell accepts', () => {
    const given = {
      ...Object.fromEntries(secrets.map((name) => [name, '0123456789abcdef'.repeat(2)])),
      DOORBELL_SECRET_KEY: `k1:${Buffer.alloc(32).toString('base64')}`,
    };
    for (const { environment } of [api, worker]) {
      const values = Object.entries(environment).map(([name, value]) => [name, interpolate(value, given)]);
      const settings = readSettings(Object.fromEntries(values) as Record<string, string>, '0.0.0');
      expect(settings).toMatchObject({ host: '0.0.0.0', port: 3000 });
      expect(settings.databaseUrl).toContain('@postgres:5432/');
      expect(settings.redisUrl).toContain('@redis:6379/');
    }
  });
});
