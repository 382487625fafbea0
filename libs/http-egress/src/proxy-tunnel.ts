import { type ClientRequest, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { CallFailure } from './call-failure.js';
import { basicAuthorization } from './readable-response.js';

/** Opens connections through an HTTP proxy, by CONNECT. */
export class ProxyTunnel {
  private readonly proxy: URL;
  private readonly headers: Readonly<Record<string, string>>;

  /**
   * @param url http or https, with credentials or without; they are in no message.
   * @param authorities of the proxy's own certificate, PEM; undefined: those that Node knows
   */
  constructor(
    url: string,
    private readonly authorities: string[] | undefined,
  ) {
    this.proxy = new URL(url);
    const authorization = basicAuthorization(this.proxy);
    this.headers = authorization ? { 'proxy-authorization': authorization } : {};
  }

  /**
   * A connection to this address and port, nothing sent over it yet.
   * @throws CallFailure when the proxy cannot be reached or does not want to; what aborts `signal`.
   */
  async open(address: string, port: number, signal: AbortSignal): Promise<Socket> {
    const authority = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
    return new Promise((resolve, reject) => {
      const request = this.ask(authority, signal);
      request.once('connect', ({ statusCode = 0 }, socket: Socket, head: Buffer) => {
        if (statusCode >= 200 && statusCode <= 299) {
          if (head.length > 0) socket.unshift(head);
          resolve(socket);
          return;
        }
        socket.destroy();
        reject(new CallFailure('proxy', `The proxy answered ${statusCode} when asked for ${authority}.`));
      });
      request.once('error', (error) => reject(signal.aborted ? error : unreachable(error)));
      request.end();
    });
  }

  private ask(authority: string, signal: AbortSignal): ClientRequest {
    const { protocol, hostname, port } = this.proxy;
    const isTls = protocol === 'https:';
    return (isTls ? httpsRequest : httpRequest)({
      method: 'CONNECT',
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port || (isTls ? 443 : 80),
      path: authority,
      headers: { host: authority, ...this.headers },
      agent: false,
      signal,
      ...(this.authorities ? { ca: this.authorities } : {}),
    });
  }
}

function unreachable(error: NodeJS.ErrnoException): CallFailure {
  return new CallFailure('proxy', `The proxy could not be reached (${error.code ?? error.message}).`);
}
