import type { AccessRequest } from '@app/access';
import { Clock } from '@app/database';
import { TooManyRequests } from '@app/rest';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Settings } from '../../config/settings.js';
import { RequestAllowance } from './request-allowance.js';

/** One second's worth may come at once. */
const windowSeconds = 1;

interface Limit {
  readonly allowance: RequestAllowance;
  /** As draft-ietf-httpapi-ratelimit-headers-10 has it: quota and window. */
  readonly policy: string;
}

/** DOORBELL_RATE_LIMIT, for each principal in each process. Comes after AccessGuard: 429 follows 401 and 403. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly limit: Limit | undefined;

  constructor(
    @Inject(Settings) { rateLimit }: Settings,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    if (rateLimit === undefined) return;
    this.limit = {
      allowance: new RequestAllowance({ perSecond: rateLimit, burst: rateLimit * windowSeconds }),
      policy: `"principal";q=${rateLimit};w=${windowSeconds}`,
    };
  }

  /** @throws TooManyRequests */
  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const { principalKey } = http.getRequest<AccessRequest>();
    if (!this.limit || principalKey === undefined) return true;
    const { waitSeconds, left, resetSeconds } = this.limit.allowance.take(principalKey, this.clock.now());
    void http.getResponse<FastifyReply>().headers({
      'ratelimit-policy': this.limit.policy,
      ratelimit: `"principal";r=${left};t=${resetSeconds}`,
    });
    if (waitSeconds > 0) throw new TooManyRequests(waitSeconds);
    return true;
  }
}
