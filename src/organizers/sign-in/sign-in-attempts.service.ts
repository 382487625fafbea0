import { Clock } from '@app/database';
import { networkOf, TooManyRequests } from '@app/rest';
import { Inject, Injectable } from '@nestjs/common';
import { RequestAllowance } from '../access/request-allowance.js';
import { KnownBrowserCookie } from './known-browser-cookie.js';

/** People of one office share an address. */
const rulePerNetwork = { perSecond: 1 / 5, burst: 30 };
/** In a day no more than 2,900 passwords can be tried, in each process. */
const rulePerPerson = { perSecond: 1 / 30, burst: 10 };

/**
 * How often one may try to sign in, from an address and as a person. Attempts are counted before they are looked at.
 * Strangers share the tries of a network and of a person; a browser or a session that knows the person has its own,
 * and takes none of theirs.
 */
@Injectable()
export class SignInAttempts {
  private readonly byNetwork = new RequestAllowance(rulePerNetwork);
  private readonly byPerson = new RequestAllowance(rulePerPerson);
  private readonly byKnown = new RequestAllowance(rulePerPerson);

  constructor(
    @Inject(Clock) private readonly clock: Clock,
    private readonly browsers: KnownBrowserCookie,
  ) {}

  /** Where a link or an identity provider says who it is. @throws TooManyRequests */
  fromAddress(address: string): void {
    this.take(this.byNetwork, networkOf(address));
  }

  /** @param email normalised, of a person who exists or not @throws TooManyRequests */
  byPassword(address: string, email: string, cookieHeader: string | undefined): void {
    const browser = this.browsers.read(cookieHeader, email);
    if (browser !== undefined) return this.take(this.byKnown, `browser ${browser}`);
    this.fromAddress(address);
    this.take(this.byPerson, email);
  }

  /** Of somebody who is signed in. @throws TooManyRequests */
  inSession(sessionId: number): void {
    this.take(this.byKnown, `session ${sessionId}`);
  }

  private take(allowance: RequestAllowance, key: string): void {
    const { waitSeconds } = allowance.take(key, this.clock.now());
    if (waitSeconds > 0) throw new TooManyRequests(waitSeconds);
  }
}
