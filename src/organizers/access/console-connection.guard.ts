import { ApiError } from '@app/rest';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { Settings } from '../../config/settings.js';
import { isConsolePage } from './console-page.js';

const proxyHeaders = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
] as const;

/** Passwords and cookies would travel in the clear. */
export class ConnectionNotSecure extends ApiError {
  override readonly name = 'ConnectionNotSecure';
  constructor() {
    super('connection_not_secure', 403, {
      detail:
        'The console answers over https, where DOORBELL_PUBLIC_URL says so, or on the machine that Doorbell runs on.',
    });
  }
}

/** Comes before all other guards: without https, the console is there for this machine alone. */
@Injectable()
export class ConsoleConnectionGuard implements CanActivate {
  private readonly isHttps: boolean;

  constructor(@Inject(Settings) { publicUrl }: Settings) {
    this.isHttps = publicUrl?.startsWith('https:') ?? false;
  }

  /** @throws ConnectionNotSecure */
  canActivate(context: ExecutionContext): boolean {
    if (this.isHttps || context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (isConsolePage(request) && !isFromThisMachine(request)) throw new ConnectionNotSecure();
    return true;
  }
}

/**
 * Both ends must say so: a proxy on this machine comes from here, and so does a page of another site whose name was
 * made to mean this machine.
 */
function isFromThisMachine({ ip, hostname, headers, raw: { httpVersion } }: FastifyRequest): boolean {
  const isForwarded = proxyHeaders.some((name) => headers[name] !== undefined);
  // nginx asks so, and names itself nowhere, unless it is told otherwise.
  const isOld = httpVersion === '1.0';
  return !isForwarded && !isOld && isLoopback(ip) && (hostname === 'localhost' || isLoopback(hostname));
}

function isLoopback(address: string): boolean {
  const plain = address.replace(/^\[(.*)\]$/, '$1');
  return ipaddr.isValid(plain) && ipaddr.process(plain).range() === 'loopback';
}
