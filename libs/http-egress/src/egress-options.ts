import type { LookupFunction, Socket } from 'node:net';

export interface EgressOptions {
  /** Everything up to the status; the body is read for the log until the same moment. */
  readonly requestTimeoutMs: number;
  /** Bytes of the response body that are kept. */
  readonly responseBodyLimit: number;
  /** CIDRs exempt from the private-network block. */
  readonly allowedTargets: readonly string[];
  /** Ports, and ranges of ports such as 6000-6063, that are not called. */
  readonly blockedPorts: readonly string[];
  readonly requireHttps: boolean;
  /** An http or https proxy, with credentials or without, that all calls go through. */
  readonly proxyUrl?: string;
  readonly userAgent: string;
  /** More authorities to trust, PEM; verification is never off. */
  readonly trustedCertificates?: readonly string[];
  /** For tests of name resolution. */
  readonly lookup?: LookupFunction;
  /** For tests that break connections: told of each as it begins. */
  readonly onSocket?: (socket: Socket) => void;
}
