import { Clock } from '@app/database';
import { linkHours, type LinkPurpose, type SignInLink } from '@contracts/organizers';
import { Inject, Injectable } from '@nestjs/common';
import { createSecret, hashOfSecret, isSecretShaped } from '../sessions/session-secret.js';
import type { SignInLinkEntity } from './sign-in-link.entity.js';
import { SignInLinksRepository } from './sign-in-links.repository.js';

const validSeconds = linkHours * 3600;

/** Makes and finds links that let somebody in once. */
@Injectable()
export class SignInLinks {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    private readonly links: SignInLinksRepository,
  ) {}

  /** The person's only link from now on. */
  async createFor(personId: number, purpose: Exclude<LinkPurpose, 'first'>): Promise<SignInLink> {
    await this.links.deleteOf(personId);
    return this.create(personId, purpose);
  }

  /** One more for the first administrator. */
  async createFirst(): Promise<SignInLink> {
    return this.create(null, 'first');
  }

  /** One that counts; undefined for every other. */
  async find(token: string): Promise<SignInLinkEntity | undefined> {
    if (!isSecretShaped(token)) return undefined;
    const link = await this.links.find(hashOfSecret(token));
    return link && link.expires > this.clock.now() ? link : undefined;
  }

  /** None of the person's counts any longer. */
  async endOf(personId: number): Promise<void> {
    await this.links.deleteOf(personId);
  }

  /** Whether it was there: of two who use it at once, one is told so. The others of its person end with it. */
  async use({ hash, personId }: SignInLinkEntity): Promise<boolean> {
    if (!(await this.links.delete(hash))) return false;
    await (personId === null ? this.links.deleteFirst() : this.links.deleteOf(personId));
    return true;
  }

  /** Deletes some that have expired; answers how many. */
  async purge(limit: number): Promise<number> {
    return this.links.purge(this.clock.now(), limit);
  }

  private async create(personId: number | null, purpose: LinkPurpose): Promise<SignInLink> {
    const token = createSecret();
    const expires = new Date(this.clock.now().getTime() + validSeconds * 1_000);
    await this.links.insert({ hash: hashOfSecret(token), personId, purpose, expires });
    return { token, expires };
  }
}
