import { Clock } from '@app/database';
import { networkOf, TooManyRequests } from '@app/rest';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { RequestAllowance } from './request-allowance.js';

/** Wrong tokens of one address: a minute's worth at once, then one a second. */
const rule = { perSecond: 1, burst: 60 };
const logEveryMs = 60_000;

/** Slows down who tries tokens: wrong ones are counted by the address they come from. A right one always works. */
@Injectable()
export class TokenGuesses {
  private readonly logger = new Logger(TokenGuesses.name);
  private readonly allowance = new RequestAllowance(rule);
  private loggedAt = 0;

  constructor(@Inject(Clock) private readonly clock: Clock) {}

  /** A token that nobody was given came from `address`. @throws TooManyRequests when too many did */
  note(address: string): void {
    const now = this.clock.now();
    const network = networkOf(address);
    const { waitSeconds } = this.allowance.take(network, now);
    if (waitSeconds === 0) return;
    this.log(network, now.getTime());
    throw new TooManyRequests(waitSeconds);
  }

  private log(network: string, moment: number): void {
    if (moment - this.loggedAt < logEveryMs) return;
    this.loggedAt = moment;
    const message = 'Somebody tries one token after the other; more are refused with 429.';
    this.logger.warn({ code: 'token_guesses', message, network });
  }
}
