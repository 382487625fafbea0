import type { NotificationSummary } from '@contracts/events';
import { Injectable } from '@nestjs/common';
import { BatchIntake } from '../call/batch-intake.service.js';
import { BatchLoader, type LoadedBatch } from '../call/batch.loader.js';
import { CallHandler } from '../call/call.handler.js';
import { CallLimits } from '../call/call-limits.js';
import { deliveriesPerJob } from '../dispatch/batch-size.js';
import type { RoomAtOnce } from '../fan-out/fan-out.repository.js';
import type { OwedRow } from '../owed/owed-row.js';
import { ProcessRegistry } from '../process/process-registry.service.js';

/** Of the calls that may be in flight: as long as fewer deliveries are in memory, what is recorded here is called here. */
const share = 0.5;

/**
 * Calls what this process records, as long as it has little else to call: without the queue, under leases that are its
 * own from the first moment, with what recording has in memory. Webhooks alone are read anew, while the transaction commits.
 * On an idle system that leaves out two answers of Redis and two of PostgreSQL on the way to the first call (ADR 0020).
 */
@Injectable()
export class CallsAtOnce {
  /** Deliveries handed over, and not all of them under way. */
  private handedOver = 0;

  constructor(
    private readonly limits: CallLimits,
    private readonly registry: ProcessRegistry,
    private readonly loader: BatchLoader,
    private readonly intake: BatchIntake,
    private readonly handler: CallHandler,
  ) {}

  /** What there is room for. */
  get room(): RoomAtOnce {
    const { concurrency, inMemory, isEnding } = this.limits;
    const { id, isHeard } = this.registry;
    const free = isEnding || !isHeard ? 0 : concurrency * share - inMemory - this.handedOver;
    return { owner: id, jobs: Math.max(0, Math.floor(free / deliveriesPerJob)) };
  }

  /**
   * Loads what is to be called as soon as it is committed, which nothing waits for here.
   * @param rows as just inserted, by a transaction that changes no webhook
   * @param asOf performance.now() before they were: the sweep takes a lease that nobody holds after five seconds for lost,
   * and to insert 500,000 has taken 15
   * @returns to be done after the commit: it begins the calls
   */
  prepare(
    rows: readonly OwedRow[],
    notifications: readonly NotificationSummary[],
    asOf: number,
  ): () => Promise<void> {
    const byId = new Map(notifications.map((notification) => [notification.id, notification]));
    // What fails is loaded again.
    const loading = this.loader.loadRecorded(rows, byId, asOf).catch(() => undefined);
    return async () => this.begin(rows, await loading);
  }

  private async begin(rows: readonly OwedRow[], batch: LoadedBatch | undefined): Promise<void> {
    const leases = new Set(rows.map(({ lease_id }) => String(lease_id)));
    this.handedOver += rows.length;
    try {
      if (batch && batch.callable.length === rows.length && this.intake.isSurelyOwed(batch.callable[0]!)) {
        await this.handler.handleLoaded('fresh', await this.intake.beginLoaded(leases, batch));
        return;
      }
      for (const lease of leases) await this.handler.handle('fresh', { version: 1, lease });
    } finally {
      this.handedOver -= rows.length;
    }
  }
}
