import { callKinds, type FailurePlan, failurePointNames, readFailurePlan } from '@app/failure-points';
import { parseKeyRing, type SecretKey, SecretKeyError } from '@app/secret-box';
import {
  addressOrRange,
  baseUrl,
  cidr,
  issuerUrl,
  longWord,
  listOf,
  oneOf,
  orElse,
  ports,
  proxyUrl,
  type SettingFormat,
  trueOrFalse,
  url,
  wholeNumber,
  word,
} from './setting-formats.js';
import { logLevelNames, roles } from './settings.js';

/** One variable of the environment. */
export interface SettingDefinition<Value, Fallback> extends SettingFormat<Value> {
  readonly variable: string;
  /** Its value when the variable is unset or empty. */
  readonly fallback: Fallback;
  /** Never printed. */
  readonly secret?: boolean;
  /** Refused unless NODE_ENV is `test`. */
  readonly testOnly?: boolean;
}

const define = <Value, Fallback>(
  variable: string,
  format: SettingFormat<Value>,
  fallback: Fallback,
  marks: { readonly secret?: boolean; readonly testOnly?: boolean } = {},
): SettingDefinition<Value, Fallback> => ({ variable, ...format, fallback, ...marks });

const secret = { secret: true } as const;
const testOnly = { testOnly: true } as const;

const longestScheduleSeconds = 3 * 24 * 60 * 60;
const mostWaits = 50;

const retrySchedule: SettingFormat<readonly number[]> = {
  allowed: `1 to ${mostWaits} waits in seconds, comma-separated, each above 0, three days in all at most`,
  parse: (text) => {
    const waits = text.split(',').map((wait) => (/^ *\d{1,6}(\.\d{1,3})? *$/.test(wait) ? Number(wait) : 0));
    const total = waits.reduce((sum, wait) => sum + wait, 0);
    return waits.length <= mostWaits && !waits.includes(0) && total <= longestScheduleSeconds
      ? waits
      : undefined;
  },
};

const secretKeys: SettingFormat<readonly SecretKey[]> = {
  allowed:
    'id:base64[,id:base64…], each key 32 bytes of base64 under an id of its own (openssl rand -base64 32)',
  parse: (text) => {
    try {
      return parseKeyRing(text);
    } catch (error) {
      if (error instanceof SecretKeyError) return undefined;
      throw error;
    }
  },
};

const failurePlan: SettingFormat<FailurePlan> = {
  allowed: `a comma-separated list of POINT=kill@N, POINT=fail@N, CALL=fail@1/N and seed=N; a POINT is one of ${failurePointNames.join(', ')}, a CALL one of ${callKinds.join(', ')}`,
  parse: readFailurePlan,
};

const path: SettingFormat<string> = {
  allowed: 'a path',
  parse: (text) => (text.includes('\0') ? undefined : text),
};
/** As many as `openssl rand -hex 16` writes. */
const leastTokenLength = 32;
const anyPort = wholeNumber(0, 65_535);
const off: SettingFormat<'off'> = { ...oneOf(['off']), allowed: 'off' };
const noneAtAll: SettingFormat<readonly string[]> = {
  allowed: 'none',
  parse: (text) => (text.toLowerCase() === 'none' ? [] : undefined),
};
const none = undefined;

/** Every variable Doorbell reads, by the name its value has in Settings (docs/operations.md). */
export const settingDefinitions = {
  role: define('DOORBELL_ROLE', oneOf(roles), 'all' as const),
  databaseUrl: define('DATABASE_URL', url('postgres', 'postgresql'), none, secret),
  redisUrl: define('REDIS_URL', url('redis', 'rediss'), none, secret),
  port: define('PORT', anyPort, 3000),
  host: define('HOST', word, none),
  publicUrl: define('DOORBELL_PUBLIC_URL', baseUrl, none),
  trustProxy: define('DOORBELL_TRUST_PROXY', orElse(trueOrFalse, listOf(addressOrRange)), false),
  adminToken: define('DOORBELL_ADMIN_TOKEN', longWord(leastTokenLength), none, secret),
  secretKeys: define('DOORBELL_SECRET_KEY', secretKeys, none, secret),
  oidcIssuer: define('DOORBELL_OIDC_ISSUER', issuerUrl, none),
  oidcClientId: define('DOORBELL_OIDC_CLIENT_ID', word, none),
  oidcClientSecret: define('DOORBELL_OIDC_CLIENT_SECRET', word, none, secret),
  allowedTargets: define('DOORBELL_ALLOWED_TARGETS', listOf(cidr), [] as readonly string[]),
  blockedPorts: define('DOORBELL_BLOCKED_PORTS', orElse(noneAtAll, listOf(ports)), none),
  egressProxy: define('DOORBELL_EGRESS_PROXY', proxyUrl, none, secret),
  requireHttps: define('DOORBELL_REQUIRE_HTTPS', trueOrFalse, false),
  // Twelve calls in just under three days.
  retrySchedule: define('DOORBELL_RETRY_SCHEDULE', retrySchedule, [
    5, 30, 60, 300, 1200, 3600, 14_400, 21_600, 43_200, 86_400, 86_400,
  ] as readonly number[]),
  requestTimeoutMs: define('DOORBELL_REQUEST_TIMEOUT_MS', wholeNumber(1, 600_000, 'milliseconds'), 30_000),
  shutdownMs: define('DOORBELL_SHUTDOWN_MS', wholeNumber(0, 600_000, 'milliseconds'), 35_000),
  logRetentionDays: define('DOORBELL_LOG_RETENTION_DAYS', wholeNumber(1, 3650, 'days'), 30),
  responseBodyLimit: define('DOORBELL_RESPONSE_BODY_LIMIT', wholeNumber(0, 1_048_576, 'bytes'), 65_536),
  concurrency: define('DOORBELL_CONCURRENCY', wholeNumber(1, 100_000), 2000),
  rateLimit: define('DOORBELL_RATE_LIMIT', orElse(off, wholeNumber(1, 1_000_000, 'requests a second')), none),
  maxWebhooks: define('DOORBELL_MAX_WEBHOOKS', wholeNumber(1, 10_000_000), 100_000),
  maxTokens: define('DOORBELL_MAX_TOKENS', wholeNumber(1, 1_000_000), 100),
  metricsPort: define('DOORBELL_METRICS_PORT', anyPort, none),
  logLevel: define('LOG_LEVEL', oneOf(logLevelNames), 'info' as const),
  dataDirectory: define('DOORBELL_DATA_DIR', path, '.doorbell'),
  clockOffsetMs: define('DOORBELL_CLOCK_OFFSET_MS', wholeNumber(-1e14, 1e14, 'milliseconds'), 0, testOnly),
  failurePoints: define('DOORBELL_FAILURE_POINTS', failurePlan, none, testOnly),
} as const;

export type SettingName = keyof typeof settingDefinitions;
type ValueOf<Definition> =
  Definition extends SettingDefinition<infer Value, infer Fallback> ? Value | Fallback : never;

/** The value of every variable, not yet judged together. */
export type ReadValues = { readonly [Name in SettingName]: ValueOf<(typeof settingDefinitions)[Name]> };
