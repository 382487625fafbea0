import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { isDatabaseAway, isTransient, MicroBatcher } from '@app/database';
import { CallLimits } from '../call/call-limits.js';
import { bareOf, type FinishedCall } from './finished-call.js';
import { GroupSettling } from './group-settling.service.js';

const groupSize = 500;
const groupsAtOnce = 2;
/** Nobody waits for a settled call. Without this, calls recorded one by one were settled 6 at a time, not 30. */
const gathering = { weight: 250, waitMs: 20, alsoFirst: true };
/**
 * While deliveries are brought in to be called: to settle what has been called costs the later ones as much time as their
 * own calls. The last of 1,000 was called after 96 ms, in place of 125 (20 in turns).
 */
const gatheringWhileCalling = { weight: 1_000, waitMs: 100, alsoFirst: true };
const tryAgainAfterMs = 1_000;
/** Longer than any lease: by then the delivery has been taken over, and another call is logged instead. */
const tryAgainForMs = 120_000;

/** Settles calls in groups, and does not give up soon. */
@Injectable()
export class Settling {
  private readonly logger = new Logger(Settling.name);
  private readonly batcher = new MicroBatcher<FinishedCall, void>({
    flush: async (calls) => {
      await this.group.settle(calls);
      return calls.map(() => undefined);
    },
    maximumWeight: groupSize,
    concurrency: groupsAtOnce,
    beside: () => (this.limits.isBringingIn ? gatheringWhileCalling : gathering),
    isHopeless: isDatabaseAway,
  });
  private isDatabaseSaidAway = false;

  constructor(
    private readonly group: GroupSettling,
    private readonly limits: CallLimits,
  ) {}

  /** Resolves once the call is settled, or given up to whoever takes the delivery over. Never rejects. */
  async settle(call: FinishedCall): Promise<void> {
    const giveUpAt = performance.now() + tryAgainForMs;
    let pending = call;
    for (;;) {
      try {
        await this.batcher.add(pending);
        this.isDatabaseSaidAway = false;
        return;
      } catch (error) {
        this.report(pending, error);
        if (performance.now() > giveUpAt) return;
        // A row that PostgreSQL refuses stands alone by now; what the receiver sent is all that can be wrong with it.
        if (!isDatabaseAway(error) && !isTransient(error)) pending = bareOf(pending);
        await sleep(tryAgainAfterMs);
      }
    }
  }

  /** A database that is away is said once, not for each call that waits for it. */
  private report({ delivery }: FinishedCall, error: unknown): void {
    if (isDatabaseAway(error)) {
      if (this.isDatabaseSaidAway) return;
      this.isDatabaseSaidAway = true;
    }
    this.logger.warn({
      code: 'settle_failed',
      message: 'A call could not be settled yet.',
      delivery: delivery.row.id,
      error,
    });
  }
}
