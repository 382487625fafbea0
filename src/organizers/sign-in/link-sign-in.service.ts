import { TransactionRunner } from '@app/database';
import { ValidationFailed } from '@app/rest';
import { LinkInvalid, type LinkSignIn, type OpenLink, type SignedIn } from '@contracts/organizers';
import { Injectable } from '@nestjs/common';
import { passwordFault } from '../passwords/password-rules.js';
import { Passwords } from '../passwords/passwords.service.js';
import { SignInLinks } from '../sign-in-links/sign-in-links.service.js';
import { Entry } from './entry.service.js';
import { LinkHolders } from './link-holders.service.js';

/** Lets people in by a link, which works once, and gives them the password they choose. */
@Injectable()
export class SignInByLink {
  constructor(
    private readonly transactions: TransactionRunner,
    private readonly links: SignInLinks,
    private readonly holders: LinkHolders,
    private readonly passwords: Passwords,
    private readonly entry: Entry,
  ) {}

  async describe(token: string): Promise<OpenLink | undefined> {
    const link = await this.links.find(token);
    const holder = link && (await this.holders.find(link));
    if (!holder) return undefined;
    if (holder === 'first') return { purpose: 'first', email: undefined, name: undefined };
    return { purpose: link.purpose, email: holder.email, name: holder.name };
  }

  /** @throws LinkInvalid, ValidationFailed */
  async enter(token: string, given: LinkSignIn): Promise<SignedIn> {
    const link = await this.links.find(token);
    const found = link && (await this.holders.find(link));
    if (!found) throw new LinkInvalid();
    const holder = this.holders.describe(found, given);
    const fault = passwordFault(given.password, holder);
    const faults = { ...holder.faults, ...(fault && { password: [fault] }) };
    if (Object.keys(faults).length > 0) throw new ValidationFailed(faults);
    const hash = await this.passwords.hash(given.password);
    return this.transactions.run(async () => {
      const person = await this.holders.claim(link, holder);
      if (!(await this.links.use(link))) throw new LinkInvalid();
      await this.entry.replacePassword(person, hash);
      return this.entry.open(person, given.address, 'link');
    });
  }
}
