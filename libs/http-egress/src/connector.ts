import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { rootCertificates, TLSSocket } from 'node:tls';
import { buildConnector } from 'undici';
import { AddressFilter } from './address-filter.js';
import { CallFailure, failureOfTimeout } from './call-failure.js';
import { type ConnectionFacts, ConnectProgress, type ConnectStage } from './connect-progress.js';
import type { EgressOptions } from './egress-options.js';
import type { FloodGuard } from './flood-guard.js';
import { NameLookups } from './name-lookups.js';
import { PortFilter, portOf } from './port-filter.js';
import { ProxyTunnel } from './proxy-tunnel.js';

/** The deadline of the call decides; undici's own timer, which may ring half a second early, only tidies up after it. */
const abandonAfterMs = 2_000;

export const connectionFacts = new WeakMap<Socket, ConnectionFacts>();

/** Who is to be connected to. */
export type ConnectTarget = buildConnector.Options;
/** Told of the connection, or why there is none. */
export type OnConnected = buildConnector.Callback;
/** Connects as undici asks for it. */
export type Connector = buildConnector.connector;

/**
 * Connects only where the filters let it: the address that was checked is the address connected to.
 * @param stages kept up to date: the stage of the latest connection under way to an origin
 */
export function guardedConnector(
  options: EgressOptions,
  guard: FloodGuard,
  stages: Map<string, ConnectStage>,
): Connector {
  const connector = new GuardedConnector(options, guard, stages);
  return (target, callback) => connector.connect(target, callback);
}

class GuardedConnector {
  private readonly addresses: AddressFilter;
  private readonly ports: PortFilter;
  private readonly names: NameLookups;
  private readonly authorities: string[] | undefined;
  private readonly proxy: ProxyTunnel | undefined;
  private readonly abandonMs: number;

  constructor(
    private readonly options: EgressOptions,
    private readonly guard: FloodGuard,
    private readonly stages: Map<string, ConnectStage>,
  ) {
    const { lookup, trustedCertificates, proxyUrl, requestTimeoutMs } = options;
    this.addresses = new AddressFilter(options.allowedTargets);
    this.ports = new PortFilter(options.blockedPorts);
    this.names = new NameLookups(lookup ?? systemLookup);
    this.authorities = trustedCertificates && [...rootCertificates, ...trustedCertificates];
    this.proxy = proxyUrl === undefined ? undefined : new ProxyTunnel(proxyUrl, this.authorities);
    this.abandonMs = requestTimeoutMs + abandonAfterMs;
  }

  connect(target: ConnectTarget, callback: OnConnected): void {
    const host = target.hostname.replace(/^\[|\]$/g, '');
    const refusal = this.refusalOf(target, host);
    if (refusal) {
      callback(refusal, null);
      return;
    }
    const { stages, guard } = this;
    const origin = `${target.protocol}//${target.host ?? target.hostname}`;
    const progress = new ConnectProgress(isIP(host) ? 'connect' : 'dns', (stage) =>
      stages.set(origin, stage),
    );
    const opened: OnConnected = (...[error, socket]) => {
      stages.delete(origin);
      if (error || !socket) {
        callback(reasonOf(error ?? new Error('no socket'), progress, this.options.requestTimeoutMs), null);
        return;
      }
      const facts = progress.factsOf(socket);
      connectionFacts.set(socket, facts);
      guard.watch(socket, facts);
      callback(null, socket);
    };
    if (this.proxy) void this.connectThrough(this.proxy, target, host, progress, opened);
    else this.connectDirectly(target, progress, opened);
  }

  private refusalOf(target: ConnectTarget, host: string): CallFailure | undefined {
    const port = portOf(target);
    if (this.ports.isForbidden(port)) return blockedPort(port);
    return isIP(host) && this.addresses.isForbidden(host) ? blocked(host) : undefined;
  }

  private connectDirectly(target: ConnectTarget, progress: ConnectProgress, opened: OnConnected): void {
    const connect = buildConnector({
      timeout: this.abandonMs,
      ...(this.authorities ? { ca: this.authorities } : {}),
      lookup: this.guardedLookup(progress),
    });
    const opening = connect(target, opened) as unknown as Socket;
    // undici's connector returns its socket, though its type does not say so; TLS follows this moment.
    opening.once('connect', () => progress.enter('tls'));
    this.options.onSocket?.(opening);
    followTls(opening, progress);
  }

  /** The name is looked up and checked here, and the proxy is asked for the address. */
  private async connectThrough(
    proxy: ProxyTunnel,
    target: ConnectTarget,
    host: string,
    progress: ConnectProgress,
    opened: OnConnected,
  ): Promise<void> {
    try {
      const addresses = isIP(host) ? [host] : await this.addressesOf(host, progress);
      const signal = AbortSignal.timeout(this.abandonMs);
      const { socket, address } = await firstOf(proxy, addresses, portOf(target), signal);
      progress.address = address;
      this.options.onSocket?.(socket);
      if (target.protocol !== 'https:') {
        opened(null, socket.setNoDelay(true));
        return;
      }
      progress.enter('tls');
      const connect = buildConnector({
        timeout: this.abandonMs,
        ...(this.authorities ? { ca: this.authorities } : {}),
      });
      followTls(connect({ ...target, httpSocket: socket }, opened) as unknown as Socket, progress);
    } catch (error) {
      opened(error as Error, null);
    }
  }

  private async addressesOf(host: string, progress: ConnectProgress): Promise<readonly string[]> {
    const lookup = this.guardedLookup(progress);
    return new Promise((resolve, reject) => {
      lookup(host, { all: true }, (error, found) => {
        if (error) reject(error);
        else resolve((found as unknown as LookupAddress[]).map(({ address }) => address));
      });
    });
  }

  private guardedLookup(progress: ConnectProgress): LookupFunction {
    return (hostname, options, callback) => {
      this.names.all(hostname, (error, addresses) => {
        progress.enter('connect');
        const [first] = addresses;
        const forbidden = addresses.find(({ address }) => this.addresses.isForbidden(address));
        if (error || !first)
          callback(error ?? new CallFailure('dns', 'The host name has no address.'), '', 0);
        else if (forbidden) callback(blocked(forbidden.address), '', 0);
        else if (options.all) (callback as (e: null, a: readonly LookupAddress[]) => void)(null, addresses);
        else callback(null, first.address, first.family);
      });
    };
  }
}

/** The first of the addresses that the proxy can connect to. @throws what it said about the last */
async function firstOf(
  proxy: ProxyTunnel,
  addresses: readonly string[],
  port: number,
  signal: AbortSignal,
): Promise<{ readonly socket: Socket; readonly address: string }> {
  let failure: unknown;
  for (const address of addresses) {
    try {
      return { socket: await proxy.open(address, port, signal), address };
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

function followTls(opening: Socket, progress: ConnectProgress): void {
  // First, because whoever refuses the certificate throws it away with the connection.
  if (opening instanceof TLSSocket) {
    opening.prependOnceListener('secure', () => progress.readCertificate(opening));
  }
}

const blocked = (address: string): CallFailure =>
  new CallFailure(
    'target_blocked',
    `The address ${address} is not on the public internet. DOORBELL_ALLOWED_TARGETS can allow it.`,
  );

const blockedPort = (port: number): CallFailure =>
  new CallFailure(
    'target_blocked',
    `Port ${port} is not called here. DOORBELL_BLOCKED_PORTS says which are not.`,
  );

function reasonOf(error: Error, { stage, certificateEnd }: ConnectProgress, timeoutMs: number): Error {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return failureOfTimeout(stage, timeoutMs / 1000);
  if (code === 'CERT_HAS_EXPIRED' && certificateEnd !== undefined) {
    return new CallFailure('tls_expired', `The certificate expired on ${certificateEnd}.`);
  }
  return error;
}
