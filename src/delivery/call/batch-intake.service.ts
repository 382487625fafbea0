import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock, isDatabaseAway, MicroBatcher } from '@app/database';
import { AfterCommit } from '@app/event-bus';
import { WebhookDeleted, WebhookDisabled } from '@contracts/webhooks';
import { RetriesDropped } from '../drop/retries-dropped.event.js';
import { Dropping } from '../drop/dropping.service.js';
import { HeldLeases } from '../lease/held-leases.js';
import { LeaseRepository } from '../lease/lease.repository.js';
import { BatchLoader, type LoadedBatch, type LoadedDelivery } from './batch.loader.js';

const staleAfterMs = 1_000;
/** What cannot be read now may be readable when somebody has mended it. */
const putOffForMs = 300_000;
const reloadedAtOnce = 500;
/** Jobs. */
const begunAtOnce = 16;
/**
 * Each fresh job has some for a target that hangs: a statement for each job was 130 a second. Nobody waits for it, and what
 * is handed back is not due for a second.
 */
const gatheringBack = { weight: 250, waitMs: 100, alsoFirst: true };
/** Jobs whose hand-back others need not wait for: more than come while it is gathered, or they would wait for that. */
const handedBackBeside = 256;

/** A delivery whose target takes no more at the moment. */
export interface DeliveryPutOff {
  readonly id: number;
  readonly lease: string;
  readonly waitMs: number;
}

type PutOffs = Parameters<LeaseRepository['putOff']>[0];

/** What a job brings into memory, kept true: taken by lease, loaded, checked again when it had to wait. */
@Injectable()
export class BatchIntake {
  private readonly logger = new Logger(BatchIntake.name);
  /** Jobs that come together are taken and loaded together: 4 statements for all of them instead of 4 for each. */
  private readonly beginnings = new MicroBatcher<string, readonly LoadedDelivery[] | null>({
    flush: (leases) => this.beginAll(leases),
    maximumWeight: begunAtOnce,
    concurrency: 2,
    // What cannot be read stands alone already: whatever else fails, fails for all.
    isHopeless: () => true,
  });
  private readonly reloads = new MicroBatcher<LoadedDelivery, LoadedDelivery | undefined>({
    flush: (deliveries) => this.reload(deliveries),
    maximumWeight: reloadedAtOnce,
    concurrency: 1,
  });
  private readonly handBacks = new MicroBatcher<PutOffs, void>({
    flush: async (groups) => {
      await this.leases.putOff(groups.flat());
      return groups.map(() => undefined);
    },
    maximumWeight: reloadedAtOnce,
    concurrency: 1,
    beside: gatheringBack,
    isHopeless: isDatabaseAway,
  });
  /** Webhooks whose deliveries were dropped in this process within the last second, with the moment of it. */
  private readonly dropped = new Map<number, number>();

  constructor(
    private readonly held: HeldLeases,
    private readonly leases: LeaseRepository,
    private readonly loader: BatchLoader,
    private readonly dropping: Dropping,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** What is to be called under the lease, null when it is not ours. Each delivery, and the job itself, needs an `end`. */
  async begin(lease: string): Promise<readonly LoadedDelivery[] | null> {
    return this.beginnings.add(lease);
  }

  /** The same of leases that are this process's own already, and of what is loaded already. */
  async beginLoaded(
    leases: ReadonlySet<string>,
    batch: LoadedBatch,
  ): Promise<ReadonlyMap<string, readonly LoadedDelivery[]>> {
    return this.hold(leases, Promise.resolve(batch));
  }

  /** Leaves the lease to other processes, unlooked at. */
  refuse(lease: string): void {
    this.held.refuse(lease);
  }

  end(lease: string): void {
    this.held.letGo(lease);
  }

  /** Whether many jobs wait for theirs to be handed back. */
  get isHandingBackMuch(): boolean {
    return this.handBacks.size > handedBackBeside;
  }

  /** Whether it was loaded so lately that it need not be looked at again. */
  isSurelyOwed({ webhook, loadedAt }: LoadedDelivery): boolean {
    if (performance.now() - loadedAt >= staleAfterMs) return false;
    return this.dropped.size === 0 || (this.dropped.get(webhook.id) ?? -Infinity) < loadedAt;
  }

  /** The delivery as it is now; undefined when it is owed no longer, or to be called by somebody else. */
  async stillOwed(delivery: LoadedDelivery): Promise<LoadedDelivery | undefined> {
    return this.reloads.add(delivery);
  }

  /** Their targets take no more now: they go to the slow lane, for a moment, and count no attempt. `end` follows. */
  async handBack(deliveries: readonly DeliveryPutOff[]): Promise<void> {
    if (deliveries.length === 0) return;
    const putOffs = deliveries.map(({ id, lease, waitMs }) => ({ id, lease, due: this.inSome(waitMs) }));
    await this.handBacks.add(putOffs, putOffs.length);
  }

  /**
   * They cannot be called for a reason that is ours, and must not be tried without end; but for those that only the database
   * was away for, which are free again with their lease. Never rejects.
   */
  async putOff(faulty: LoadedBatch['unreadable']): Promise<void> {
    const damaged = faulty.filter((fault) => !this.isLeft(fault));
    if (damaged.length === 0) return;
    for (const { row, error } of damaged) {
      this.logger.error({
        code: 'delivery_put_off',
        message: `A delivery cannot be called now; it is tried again in ${putOffForMs / 60_000} minutes.`,
        delivery: row.id,
        webhook: row.webhook_id,
        error,
      });
    }
    const due = this.inSome(putOffForMs);
    try {
      await this.leases.putOff(
        damaged.map(({ row: { id, lease_id } }) => ({ id, lease: String(lease_id), due })),
      );
    } catch (error) {
      // Then they end with their lease, and whoever takes them next finds out the same.
      this.logger.error({ code: 'put_off_failed', message: 'Deliveries could not be put off.', error });
    }
  }

  /** Of our own process we need not wait a second to learn it. */
  @AfterCommit(WebhookDisabled)
  noteDisabled({ webhookId }: WebhookDisabled): void {
    this.note(webhookId);
  }

  @AfterCommit(WebhookDeleted)
  noteDeleted({ webhookId }: WebhookDeleted): void {
    this.note(webhookId);
  }

  @AfterCommit(RetriesDropped)
  noteRetriesDropped({ webhookId }: RetriesDropped): void {
    this.note(webhookId);
  }

  private async beginAll(leases: readonly string[]): Promise<readonly (readonly LoadedDelivery[] | null)[]> {
    const taking = this.held.take(leases);
    const loading = this.loader.load(leases, taking);
    // When the taking fails, that is what is thrown.
    loading.catch(() => undefined);
    const byLease = new Map(await this.hold(await taking, loading));
    return leases.map((lease) => {
      const deliveries = byLease.get(lease) ?? null;
      // The same job twice: the first one has it.
      byLease.delete(lease);
      return deliveries;
    });
  }

  /** Leases that are this process's own, with what is to be called under each. */
  private async hold(
    leases: ReadonlySet<string>,
    loading: Promise<LoadedBatch>,
  ): Promise<ReadonlyMap<string, readonly LoadedDelivery[]>> {
    const byLease = new Map<string, LoadedDelivery[]>([...leases].map((lease) => [lease, []]));
    leases.forEach((lease) => this.held.hold(lease));
    try {
      for (const delivery of await this.sort(await loading)) {
        this.held.hold(delivery.lease);
        byLease.get(delivery.lease)!.push(delivery);
      }
      return byLease;
    } catch (error) {
      leases.forEach((lease) => this.held.letGo(lease));
      throw error;
    }
  }

  private isLeft({ row, error }: LoadedBatch['unreadable'][number]): boolean {
    if (!isDatabaseAway(error)) return false;
    this.logger.warn({
      code: 'delivery_left',
      message:
        'The database went away while a delivery was looked at again; it is called once its lease has ended.',
      delivery: row.id,
      webhook: row.webhook_id,
      error,
    });
    return true;
  }

  private note(webhookId: number): void {
    const now = performance.now();
    for (const [id, at] of this.dropped) if (now - at > staleAfterMs) this.dropped.delete(id);
    this.dropped.set(webhookId, now);
  }

  private async reload(
    deliveries: readonly LoadedDelivery[],
  ): Promise<readonly (LoadedDelivery | undefined)[]> {
    const callable = await this.sort(await this.loader.reload(deliveries));
    const byId = new Map(callable.map((delivery) => [delivery.row.id, delivery]));
    return deliveries.map(({ row }) => byId.get(row.id));
  }

  /** Ends what is dropped, puts off what cannot be read, and answers what is to be called. */
  private async sort({ callable, dropped, unreadable }: LoadedBatch): Promise<readonly LoadedDelivery[]> {
    await this.dropping.dropLeased(dropped);
    await this.putOff(unreadable);
    return callable;
  }

  private inSome(milliseconds: number): Date {
    return new Date(this.clock.now().getTime() + milliseconds);
  }
}
