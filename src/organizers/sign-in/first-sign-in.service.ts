import type { FirstSignIn, SignInLink } from '@contracts/organizers';
import { Injectable } from '@nestjs/common';
import { PeopleRepository } from '../people/people.repository.js';
import { SignInLinks } from '../sign-in-links/sign-in-links.service.js';

/** As long as nobody is there, whoever reads the first lines of the log is the administrator. */
@Injectable()
export class FirstSignInService implements FirstSignIn {
  constructor(
    private readonly people: PeopleRepository,
    private readonly links: SignInLinks,
  ) {}

  async createLink(): Promise<SignInLink | undefined> {
    return (await this.people.isAnybodyThere()) ? undefined : this.links.createFirst();
  }
}
