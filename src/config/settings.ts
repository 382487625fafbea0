import type { FailurePlan } from '@app/failure-points';
import type { SecretKey } from '@app/secret-box';

export const roles = ['all', 'api', 'worker'] as const;
export type Role = (typeof roles)[number];

/** From the quietest to the most talkative. */
export const logLevelNames = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevelName = (typeof logLevelNames)[number];

/** What the environment says, validated at boot (docs/operations.md). Names: the variable without DOORBELL_, in camel case. */
export interface Settings {
  readonly role: Role;
  readonly databaseUrl: string;
  /** Unset: deliveries run on the in-process queue. */
  readonly redisUrl: string | undefined;
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string | undefined;
  readonly trustProxy: boolean | string;
  readonly adminToken: string;
  /** An OpenID Connect provider that people may sign in at; all three, or none. */
  readonly oidcIssuer: string | undefined;
  readonly oidcClientId: string | undefined;
  readonly oidcClientSecret: string | undefined;
  /** The first encrypts, all decrypt. */
  readonly secretKeys: readonly SecretKey[];
  readonly allowedTargets: readonly string[];
  /** Ports and ranges of ports. */
  readonly blockedPorts: readonly string[];
  /** With its credentials. */
  readonly egressProxy: string | undefined;
  readonly requireHttps: boolean;
  /** Seconds. */
  readonly retrySchedule: readonly number[];
  readonly requestTimeoutMs: number;
  readonly shutdownMs: number;
  readonly logRetentionDays: number;
  /** Bytes. */
  readonly responseBodyLimit: number;
  /** Calls in flight in this process. */
  readonly concurrency: number;
  /** Requests a second for each token; undefined: no limit. */
  readonly rateLimit: number | undefined;
  /** Webhooks of one organizer. */
  readonly maxWebhooks: number;
  /** Tokens of one organizer that count. */
  readonly maxTokens: number;
  /** Where metrics are served without a token; undefined: on the main port, for the administrator. */
  readonly metricsPort: number | undefined;
  readonly logLevel: LogLevelName;
  /** Where the embedded database and what it needs lie. */
  readonly dataDirectory: string;
  /** With NODE_ENV=test only. */
  readonly clockOffsetMs: number;
  /** With NODE_ENV=test only. */
  readonly failurePoints: FailurePlan | undefined;
  /** For the User-Agent and the OpenAPI document. */
  readonly version: string;
}
export const Settings = Symbol('Settings');
