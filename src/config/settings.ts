import type { SecretKey } from '@app/secret-box';

export const roles = ['all', 'api', 'worker'] as const;
export type Role = (typeof roles)[number];

/** What the environment says, validated at boot (design.md, section 2). Names: the variable without DOORBELL_, in camel case. */
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
  /** The first encrypts, all decrypt. */
  readonly secretKeys: readonly SecretKey[];
  readonly allowedTargets: readonly string[];
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
  readonly maxWebhooks: number;
  readonly clockOffsetMs: number;
  /** For the User-Agent and the OpenAPI document. */
  readonly version: string;
}
export const Settings = Symbol('Settings');
