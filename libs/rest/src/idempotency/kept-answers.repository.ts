import { Clock, type EntityManager, tryLock } from '@app/database';
import { SecretBox } from '@app/secret-box';
import { Inject, Injectable } from '@nestjs/common';

/** An answer as it was first given. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | readonly string[]>>;
  /** JSON; null where there was no body. */
  readonly body: unknown;
}

/** How long an answer is kept. */
const keptMs = 24 * 60 * 60 * 1000;

/** First answers by principal and key, sealed: they may hold a token that is shown once. */
@Injectable()
export class KeptAnswersRepository {
  constructor(
    @Inject(SecretBox) private readonly box: SecretBox,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Holds the key until `manager`'s transaction ends; false while another one holds it. */
  async lock(principal: string, key: string, manager: EntityManager): Promise<boolean> {
    return tryLock(JSON.stringify([principal, key]), manager);
  }

  async find(principal: string, key: string, manager: EntityManager): Promise<KeptAnswer | undefined> {
    const rows = await manager.query<{ answer: Buffer }[]>(
      'SELECT answer FROM idempotency_keys WHERE principal = $1 AND key = $2 AND created > $3',
      [principal, key, this.oldest],
    );
    return rows[0] && (JSON.parse(this.box.open(rows[0].answer)) as KeptAnswer);
  }

  async keep(principal: string, key: string, answer: KeptAnswer, manager: EntityManager): Promise<void> {
    await manager.query(
      `INSERT INTO idempotency_keys (principal, key, created, answer) VALUES ($1, $2, $3, $4)
       ON CONFLICT (principal, key) DO UPDATE SET created = excluded.created, answer = excluded.answer`,
      [principal, key, this.clock.now(), this.box.seal(JSON.stringify(answer))],
    );
  }

  /** Forgets so many of those that are over their time; answers how many there were. */
  async purge(limit: number, manager: EntityManager): Promise<number> {
    const [, deleted] = await manager.query<[unknown[], number]>(
      `DELETE FROM idempotency_keys WHERE (principal, key) IN (
         SELECT principal, key FROM idempotency_keys WHERE created <= $1 ORDER BY created LIMIT $2
       ) AND created <= $1`,
      [this.oldest, limit],
    );
    return deleted;
  }

  private get oldest(): Date {
    return new Date(this.clock.now().getTime() - keptMs);
  }
}
