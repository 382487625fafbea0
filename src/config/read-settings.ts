import { resolve } from 'node:path';
import { usuallyBlockedPorts } from '@app/http-egress';
import { type ReadValues, type SettingDefinition, settingDefinitions } from './setting-definitions.js';
import type { Settings } from './settings.js';

/** Everything that is wrong with the environment, at once. The texts name no values, so they hold no secrets. */
export class SettingsError extends Error {
  readonly code = 'settings';
  override readonly name = 'SettingsError';
  constructor(readonly faults: readonly string[]) {
    super(
      ['Doorbell cannot start with these settings:', ...faults.map((fault) => `  - ${fault}`)].join('\n'),
    );
  }
}

/** Conventional exit code of a configuration error (EX_CONFIG of sysexits.h). */
export const settingsExitCode = 78;

/** Settings as read: in embedded mode the database, the token and the keys are only made when it starts. */
export type ReadSettings = Omit<Settings, EmbeddedDefaults> & Partial<Pick<Settings, EmbeddedDefaults>>;
type EmbeddedDefaults = 'databaseUrl' | 'adminToken' | 'secretKeys';

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws SettingsError with every fault. */
export function readSettings(environment: Environment, version: string): ReadSettings {
  const faults: string[] = [];
  const values = readValues(environment, faults);
  faults.push(...faultsBetween(environment));
  if (faults.length > 0) throw new SettingsError(faults);
  const { databaseUrl, adminToken, secretKeys, ...rest } = values;
  return {
    ...rest,
    ...(databaseUrl && { databaseUrl }),
    ...(adminToken && { adminToken }),
    ...(secretKeys && { secretKeys }),
    host: values.host ?? (databaseUrl ? '0.0.0.0' : '127.0.0.1'),
    trustProxy: typeof values.trustProxy === 'boolean' ? values.trustProxy : values.trustProxy.join(','),
    blockedPorts: values.blockedPorts ?? usuallyBlockedPorts,
    rateLimit: values.rateLimit === 'off' ? undefined : values.rateLimit,
    dataDirectory: resolve(values.dataDirectory),
    version,
  };
}

const isSet = (environment: Environment, variable: string): boolean => Boolean(environment[variable]?.trim());

function readValues(environment: Environment, faults: string[]): ReadValues {
  const entries = Object.entries(settingDefinitions).map(([name, definition]) => {
    const value = readValue(environment, definition);
    if (value instanceof Fault) faults.push(value.sentence);
    return [name, value];
  });
  return Object.fromEntries(entries) as ReadValues;
}

class Fault {
  constructor(readonly sentence: string) {}
}

function readValue(environment: Environment, definition: SettingDefinition<unknown, unknown>): unknown {
  const { variable, testOnly, parse, allowed, fallback } = definition;
  if (!isSet(environment, variable)) return fallback;
  if (testOnly && environment['NODE_ENV'] !== 'test')
    return new Fault(`${variable} is allowed with NODE_ENV=test only.`);
  return parse(environment[variable]!.trim()) ?? new Fault(`${variable} must be ${allowed}.`);
}

/** What one setting asks of another. */
function* faultsBetween(environment: Environment): Iterable<string> {
  const role = environment['DOORBELL_ROLE']?.trim().toLowerCase();
  const missing = (variable: string): boolean => !isSet(environment, variable);
  if (role === 'api' || role === 'worker') {
    for (const variable of ['DATABASE_URL', 'REDIS_URL'].filter(missing)) {
      yield `${variable} is required with DOORBELL_ROLE=${role}.`;
    }
  }
  const signOn = ['DOORBELL_OIDC_ISSUER', 'DOORBELL_OIDC_CLIENT_ID', 'DOORBELL_OIDC_CLIENT_SECRET'];
  const given = signOn.find((variable) => !missing(variable));
  if (given !== undefined) {
    for (const variable of signOn.filter(missing)) yield `${variable} is required with ${given}.`;
  }
  if (missing('DATABASE_URL')) return;
  for (const variable of ['DOORBELL_ADMIN_TOKEN', 'DOORBELL_SECRET_KEY'].filter(missing)) {
    yield `${variable} is required with DATABASE_URL: it must be ${allowedFor(variable)}.`;
  }
}

const allowedFor = (variable: string): string =>
  Object.values(settingDefinitions).find((definition) => definition.variable === variable)!.allowed;

/** One line a setting for the log at boot; secrets read "configured". */
export function describeSettings(settings: Settings): Readonly<Record<string, unknown>> {
  const lines = Object.entries(settingDefinitions).map(([name, definition]) => {
    const value = settings[name as keyof Settings];
    return [
      definition.variable,
      definition.secret && value !== undefined ? 'configured' : (value ?? 'unset'),
    ];
  });
  return Object.fromEntries(lines) as Record<string, unknown>;
}
