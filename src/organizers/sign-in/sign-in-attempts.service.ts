import { Clock } from '@app/database';
import { networkOf, TooManyRequests } from '@app/rest';
import { Inject, Injectable } from '@nestjs/common';
import { RequestAllowance } from '../access/request-allowance.js';

/** People of one office share an address. */
const rulePerNetwork = { perSecond: 1 / 5, burst: 30 };
/** In a day no more than 2,900 passwords can be tried, in each process. */
const rulePerPerson = { perSecond: 1 / 30, burst: 10 };

/** How often one may try to sign in, from an address and as a person. Attempts are counted before they are looked at. */
@Injectable()
export class SignInAttempts {
  private readonly byNetwork = new RequestAllowance(rulePerNetwork);
  private readonly byPerson = new RequestAllowance(rulePerPerson);

  constructor(@Inject(Clock) private readonly clock: Clock) {}

  /** @param email normalised, of a person who exists or not; absent where a link says who it is @throws TooManyRequests */
  take(address: string, email?: string): void {
    const now = this.clock.now();
    const { waitSeconds } = this.byNetwork.take(networkOf(address), now);
    if (waitSeconds > 0) throw new TooManyRequests(waitSeconds);
    if (email === undefined) return;
    const person = this.byPerson.take(email, now);
    if (person.waitSeconds > 0) throw new TooManyRequests(person.waitSeconds);
  }
}
