import type { EntityManager } from '@app/database';
import { Injectable } from '@nestjs/common';

/** As `call_ids` counts: a nextval is the first of so many. */
const blockSize = 500;

/**
 * Ids for calls, which COPY cannot answer. They are drawn in blocks, so that a call alone seldom costs a query for its
 * id; each process has blocks of its own.
 */
@Injectable()
export class CallIds {
  private next = 0;
  private end = 0;

  /** Ascending, and given to nobody else. */
  async draw(count: number, manager: EntityManager): Promise<readonly number[]> {
    const ids: number[] = [];
    while (ids.length < count) {
      // Again after each wait: another group may have used up the block that came for this one.
      while (this.next === this.end) await this.drawBlock(manager);
      ids.push(this.next);
      this.next += 1;
    }
    return ids;
  }

  private async drawBlock(manager: EntityManager): Promise<void> {
    const [block] = await manager.query<{ first: number }[]>(`SELECT nextval('call_ids') AS first`);
    this.next = block!.first;
    this.end = this.next + blockSize;
  }
}
