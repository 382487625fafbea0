import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { rootCertificates, TLSSocket } from 'node:tls';
import { buildConnector } from 'undici';
import type { AddressFilter } from './address-filter.js';
import { CallFailure, failureOfTimeout } from './call-failure.js';
import { type ConnectionFacts, ConnectProgress, type ConnectStage } from './connect-progress.js';

export interface ConnectorOptions {
  readonly filter: AddressFilter;
  readonly timeoutMs: number;
  readonly trustedCertificates?: readonly string[];
  readonly lookup?: LookupFunction;
  readonly onSocket?: (socket: Socket) => void;
  /** Kept up to date: the stage of the latest connection under way to an origin. */
  readonly stages: Map<string, ConnectStage>;
}

/** The deadline of the call decides; undici's own timer, which may ring half a second early, only tidies up after it. */
const abandonAfterMs = 2_000;

export const connectionFacts = new WeakMap<Socket, ConnectionFacts>();

/** Connects only where the filter lets it: the address that was checked is the address connected to. */
export function guardedConnector(options: ConnectorOptions): buildConnector.connector {
  const { filter, timeoutMs, trustedCertificates, stages } = options;
  return (target, callback) => {
    const host = target.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) && filter.isForbidden(host)) {
      callback(blocked(host), null);
      return;
    }
    const origin = `${target.protocol}//${target.host ?? target.hostname}`;
    const progress = new ConnectProgress(isIP(host) ? 'connect' : 'dns', (stage) =>
      stages.set(origin, stage),
    );
    const connect = buildConnector({
      timeout: timeoutMs + abandonAfterMs,
      ...(trustedCertificates ? { ca: [...rootCertificates, ...trustedCertificates] } : {}),
      lookup: guardedLookup(options.lookup ?? systemLookup, filter, () => progress.enter('connect')),
    });
    const opening = connect(target, (error, socket) => {
      stages.delete(origin);
      if (error || !socket) {
        callback(reasonOf(error ?? new Error('no socket'), progress, timeoutMs), null);
        return;
      }
      connectionFacts.set(socket, progress.factsOf(socket));
      callback(null, socket);
    }) as unknown as Socket;
    // undici's connector returns its socket, though its type does not say so; TLS follows this moment.
    opening.once('connect', () => progress.enter('tls'));
    options.onSocket?.(opening);
    // First, because whoever refuses the certificate throws it away with the connection.
    if (opening instanceof TLSSocket) {
      opening.prependOnceListener('secure', () => progress.readCertificate(opening));
    }
  };
}

function guardedLookup(lookup: LookupFunction, filter: AddressFilter, done: () => void): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      done();
      const addresses = found as unknown as LookupAddress[];
      if (error) {
        callback(error, '', 0);
        return;
      }
      const forbidden = addresses.find(({ address }) => filter.isForbidden(address));
      if (forbidden) callback(blocked(forbidden.address), '', 0);
      else if (options.all) (callback as (e: null, a: LookupAddress[]) => void)(null, addresses);
      else callback(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
}

const blocked = (address: string): CallFailure =>
  new CallFailure(
    'target_blocked',
    `The address ${address} is not on the public internet. DOORBELL_ALLOWED_TARGETS can allow it.`,
  );

function reasonOf(error: Error, { stage, certificateEnd }: ConnectProgress, timeoutMs: number): Error {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return failureOfTimeout(stage, timeoutMs / 1000);
  if (code === 'CERT_HAS_EXPIRED' && certificateEnd !== undefined) {
    return new CallFailure('tls_expired', `The certificate expired on ${certificateEnd}.`);
  }
  return error;
}
