import type { AccessRequest } from '@app/access';
import { Clock } from '@app/database';
import { TooManyRequests } from '@app/rest';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { RequestAllowance } from './request-allowance.js';

/** DOORBELL_RATE_LIMIT, for each principal in each process. Comes after AccessGuard: 429 follows 401 and 403. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly allowance: RequestAllowance | undefined;

  constructor(
    @Inject(Settings) { rateLimit }: Settings,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    if (rateLimit !== undefined) this.allowance = new RequestAllowance(rateLimit);
  }

  /** @throws TooManyRequests */
  canActivate(context: ExecutionContext): boolean {
    const { principalKey } = context.switchToHttp().getRequest<AccessRequest>();
    if (!this.allowance || principalKey === undefined) return true;
    const waitSeconds = this.allowance.take(principalKey, this.clock.now());
    if (waitSeconds > 0) throw new TooManyRequests(waitSeconds);
    return true;
  }
}
