import { ServiceUnavailable } from '@app/rest';
import { passwordLength } from '@contracts/organizers';
import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { createSecret } from '../sessions/session-secret.js';
import { normalPassword } from './password-rules.js';

/** argon2id, which is the library's default, with what OWASP asks for at least: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** It is done on the threads that look up the names of receivers, and takes a whole processor. */
const mostAtOnce = 2;
const mostWaiting = 50;
/** No character takes more bytes; what is longer is no password of ours, and is not hashed. */
const mostCharacters = passwordLength.max * 4;

/** Makes and checks hashes of passwords, a few at a time. */
@Injectable()
export class Passwords {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private nobodys: Promise<string> | undefined;

  /** What is stored of a password. @throws ServiceUnavailable when too many wait already */
  async hash(password: string): Promise<string> {
    return this.inTurn(() => hash(normalPassword(password), cost));
  }

  /**
   * Whether it is the password of this hash. It takes the same time where there is no hash, because there is no such
   * person or no password yet. @throws ServiceUnavailable when too many wait already
   */
  async matches(password: string, stored: string | null | undefined): Promise<boolean> {
    this.nobodys ??= hash(createSecret(), cost);
    const compared = stored ?? (await this.nobodys);
    const tried = password.length > mostCharacters ? '' : normalPassword(password);
    const isSame = await this.inTurn(() => verify(compared, tried));
    return isSame && typeof stored === 'string';
  }

  private async inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.running >= mostAtOnce) {
      if (this.waiting.length >= mostWaiting) throw new ServiceUnavailable(1);
      // Whoever ends hands its place on.
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else this.running += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
