import { Inject, Injectable } from '@nestjs/common';
import { Clock, MicroBatcher } from '@app/database';
import { DataSource } from 'typeorm';
import { Dropping } from '../drop/dropping.service.js';
import { HeldLeases } from '../lease/held-leases.js';
import { BatchLoader, type LoadedDelivery } from './batch.loader.js';

const staleAfterMs = 1_000;
const handedBackForMs = 1_000;
const reloadedAtOnce = 500;

/** What a job brings into memory, kept true: taken by lease, loaded, checked again when it had to wait. */
@Injectable()
export class BatchIntake {
  private readonly reloads = new MicroBatcher<LoadedDelivery, LoadedDelivery | undefined>({
    flush: (deliveries) => this.reload(deliveries),
    maximumWeight: reloadedAtOnce,
    concurrency: 1,
  });

  constructor(
    private readonly held: HeldLeases,
    private readonly loader: BatchLoader,
    private readonly dropping: Dropping,
    private readonly dataSource: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** What is to be called under the lease, null when it is not ours. Each delivery, and the job itself, needs an `end`. */
  async begin(lease: string): Promise<readonly LoadedDelivery[] | null> {
    if (!(await this.held.take(lease))) return null;
    this.held.hold(lease);
    try {
      const { callable, dropped } = await this.loader.load(lease);
      await this.dropping.dropLeased(dropped);
      callable.forEach(() => this.held.hold(lease));
      return callable;
    } catch (error) {
      this.held.letGo(lease);
      throw error;
    }
  }

  end(lease: string): void {
    this.held.letGo(lease);
  }

  /** The delivery as it is now; undefined when it is owed no longer, or to be called by somebody else. */
  async stillOwed(delivery: LoadedDelivery): Promise<LoadedDelivery | undefined> {
    if (performance.now() - delivery.loadedAt < staleAfterMs) return delivery;
    return this.reloads.add(delivery);
  }

  /** Their targets take no more now: they go to the slow lane, for a moment, and count no attempt. `end` follows. */
  async handBack(deliveries: readonly LoadedDelivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    await this.dataSource.query(
      `UPDATE owed o SET lease_id = NULL, slow = true, due = $3
       FROM unnest($1::bigint[], $2::bigint[]) AS u (id, lease_id) WHERE o.id = u.id AND o.lease_id = u.lease_id`,
      [
        deliveries.map(({ row }) => row.id),
        deliveries.map(({ lease }) => lease),
        new Date(this.clock.now().getTime() + handedBackForMs),
      ],
    );
  }

  private async reload(
    deliveries: readonly LoadedDelivery[],
  ): Promise<readonly (LoadedDelivery | undefined)[]> {
    const { callable, dropped } = await this.loader.reload(deliveries);
    await this.dropping.dropLeased(dropped);
    const byId = new Map(callable.map((delivery) => [delivery.row.id, delivery]));
    return deliveries.map(({ row }) => byId.get(row.id));
  }
}
