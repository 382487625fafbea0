import { TransactionRunner } from '@app/database';
import { Injectable } from '@nestjs/common';
import { SignInLinkEntity } from './sign-in-link.entity.js';

/** Links as they are stored. Every method joins the ambient transaction. */
@Injectable()
export class SignInLinksRepository {
  constructor(private readonly transactions: TransactionRunner) {}

  async find(hash: Buffer): Promise<SignInLinkEntity | null> {
    return this.links.findOneBy({ hash });
  }

  async insert(link: SignInLinkEntity): Promise<void> {
    await this.links.insert(link);
  }

  /** Whether it was there. Of two at once, one is told so. */
  async delete(hash: Buffer): Promise<boolean> {
    const { affected } = await this.links.delete({ hash });
    return affected === 1;
  }

  async deleteOf(personId: number): Promise<void> {
    await this.links.delete({ personId });
  }

  async deleteFirst(): Promise<void> {
    await this.links.delete({ purpose: 'first' });
  }

  /** Deletes some that have expired; answers how many. */
  async purge(now: Date, limit: number): Promise<number> {
    const [rows] = await this.transactions.manager.query<[object[]]>(
      `DELETE FROM sign_in_links WHERE hash IN
         (SELECT hash FROM sign_in_links WHERE expires <= $1 LIMIT $2) RETURNING purpose`,
      [now, limit],
    );
    return rows.length;
  }

  private get links() {
    return this.transactions.manager.getRepository(SignInLinkEntity);
  }
}
