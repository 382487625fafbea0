import type { DroppedReason } from '@contracts/webhooks';

/** Seconds between the calls of a round: short, so that histories reach its end. */
export const retrySchedule = [10, 60] as const;

/** How a call comes out. */
export const outcomes = ['succeeds', 'fails', 'times out', 'is gone', 'is interrupted'] as const;
export type CallOutcome = (typeof outcomes)[number];

/** `away`: it cannot be told what it holds. `refusing`: it is there, and takes no jobs. */
export const queueStates = ['up', 'refusing', 'away'] as const;
export type QueueState = (typeof queueStates)[number];

/** A moment as far as the model can tell it: until it is read from the database once, between two others. */
export interface Moment {
  readonly earliest: number;
  readonly latest: number;
}

export interface ModelWebhook {
  readonly id: number;
  url: string;
  enabled: boolean;
  isRemoved: boolean;
  generation: number;
  droppedReason: DroppedReason | null;
}

export interface ModelProcess {
  readonly id: number;
  isSilent: boolean;
}

export interface ModelLease {
  readonly id: string;
  readonly epoch: string | null;
  isLoaded: boolean;
  owner: number | null;
  isOver: boolean;
}

/** `lease` undefined: it has just been leased, and the database knows by which. */
export type Place =
  | { readonly kind: 'owed'; readonly due: Moment; readonly lease: string | null | undefined }
  | { readonly kind: 'ended'; readonly how: 'succeeded' | 'exhausted' | DroppedReason };

/** A delivery is in one place at any time. */
export interface ModelDelivery {
  readonly id: number;
  readonly webhook: ModelWebhook;
  generation: number;
  round: number;
  /** Calls that counted in the round. */
  attempt: number;
  dropRequested: boolean;
  place: Place;
}

/** What a process has loaded, and is calling: whatever becomes of its lease meanwhile. */
export interface ModelCall {
  readonly delivery: ModelDelivery;
  readonly lease: string;
  readonly url: string;
  readonly round: number;
  readonly attempt: number;
}

/** What a process has loaded, found dropped, and is about to end. */
export interface ModelDrop {
  readonly delivery: ModelDelivery;
  readonly lease: string;
  readonly reason: DroppedReason;
  readonly generation: number;
  readonly dropRequested: boolean;
}

export interface ModelOperation {
  readonly webhook: ModelWebhook;
  readonly generation: number;
  readonly state: 'failed' | 'all';
}

/** What a delivery is allowed to become, in plain words: no SQL, no time but what it is told. */
export class DeliveryModel {
  readonly deliveries = new Map<number, ModelDelivery>();
  readonly leases = new Map<string, ModelLease>();
  readonly tidying = new Set<ModelWebhook>();
  calls: readonly ModelCall[] = [];
  drops: readonly ModelDrop[] = [];
  operations: readonly ModelOperation[] = [];
  callsLogged = 0;
  queue: QueueState = 'up';

  constructor(
    readonly webhooks: readonly ModelWebhook[],
    readonly processes: readonly ModelProcess[],
  ) {}

  get present(): readonly ModelWebhook[] {
    return this.webhooks.filter(({ isRemoved }) => !isRemoved);
  }

  get enabled(): readonly ModelWebhook[] {
    return this.present.filter(({ enabled }) => enabled);
  }

  /** Leases that nobody has taken. */
  get queued(): readonly ModelLease[] {
    return [...this.leases.values()].filter(({ owner }) => owner === null);
  }

  /** Leases under which calls are under way. */
  get called(): readonly ModelLease[] {
    const ids = new Set(this.calls.map(({ lease }) => lease));
    return [...this.leases.values()].filter(({ id }) => ids.has(id));
  }

  /** Calls whose lease was lost while they went on. */
  get late(): readonly ModelCall[] {
    return this.calls.filter((call) => !this.covers(call));
  }

  /** Deliveries that several processes, or one twice, believe to be calling. */
  get calledTwice(): readonly ModelDelivery[] {
    const called = this.calls.map(({ delivery }) => delivery);
    return [...new Set(called.filter((delivery, index) => called.indexOf(delivery) !== index))];
  }

  // Recording and leasing

  /** @param ids by webhook id: the database names them */
  record(ids: ReadonlyMap<number, number>, due: Moment): void {
    for (const webhook of this.enabled) {
      const id = ids.get(webhook.id)!;
      const place = { kind: 'owed', due, lease: this.leaseOfJob } as const;
      const { generation } = webhook;
      const started = { round: 1, attempt: 0, dropRequested: false };
      this.deliveries.set(id, { id, webhook, generation, place, ...started });
    }
  }

  /** What waits and is due gets a lease, whether or not it is owed any longer. */
  sweep(now: number): void {
    for (const [delivery, { due, lease }] of this.owed()) {
      if (lease === null && due.latest <= now) this.move(delivery, { lease: this.leaseOfJob });
    }
  }

  take(lease: ModelLease, { id }: ModelProcess): boolean {
    if (lease.owner !== id && (lease.owner !== null || lease.isOver)) return false;
    lease.owner = id;
    lease.isOver = false;
    return true;
  }

  extend(lease: ModelLease, { id }: ModelProcess): void {
    if (lease.owner === id) lease.isOver = false;
  }

  release(lease: ModelLease, { id }: ModelProcess): void {
    if (lease.owner === null || lease.owner === id) this.free(lease);
  }

  /** @returns how many deliveries are free again */
  reap(observer: ModelProcess, isSteady: boolean, epoch: string | null): number {
    const held = this.heldBy(observer);
    const isFit = isSteady && !observer.isSilent;
    const isDead = (owner: number): boolean => this.processes.find(({ id }) => id === owner)!.isSilent;
    const isVoid = ({ id, owner, isOver, epoch: queuedIn }: ModelLease): boolean => {
      const isOwn = owner === observer.id;
      if (isOver && !held.includes(id) && (owner === null || isOwn || isFit)) return true;
      if (owner === null) return epoch !== null && queuedIn !== epoch;
      return isFit && !isOwn && isDead(owner);
    };
    const ended = [...this.leases.values()].filter(isVoid);
    return ended.reduce((sum, lease) => sum + this.free(lease), 0);
  }

  /** Leases that the process works on itself. */
  heldBy({ id }: ModelProcess): readonly string[] {
    const ids = new Set(this.calls.map(({ lease }) => lease));
    return [...ids].filter((lease) => this.leases.get(lease)?.owner === id);
  }

  // Calling

  /** What is covered by the lease: to be called, or to be dropped. */
  load(leased: ModelLease): { readonly calls: readonly ModelCall[]; readonly drops: readonly ModelDrop[] } {
    const { id: lease } = leased;
    leased.isLoaded = true;
    const covered = [...this.owed()]
      .filter(([, place]) => place.lease === lease)
      .map(([delivery]) => delivery);
    const calls: ModelCall[] = [];
    const drops: ModelDrop[] = [];
    for (const delivery of covered) {
      const { webhook, round, attempt, generation, dropRequested } = delivery;
      const reason = this.droppedReason(delivery);
      if (reason) drops.push({ delivery, lease, reason, generation, dropRequested });
      else calls.push({ delivery, lease, url: webhook.url, round, attempt: attempt + 1 });
    }
    this.calls = [...this.calls, ...calls];
    this.drops = [...this.drops, ...drops];
    return { calls, drops };
  }

  /** Whether it is still to be called by whoever loaded it, or to be dropped. */
  recheck(call: ModelCall): 'callable' | DroppedReason | 'not ours' {
    if (!this.covers(call)) return 'not ours';
    return this.droppedReason(call.delivery) ?? 'callable';
  }

  /** Not called now: a process gives it back. */
  putOff(call: ModelCall, due: number): void {
    this.forget([call]);
    if (this.covers(call)) this.move(call.delivery, { due: exactly(due), lease: null });
  }

  /** What a process found dropped ends, unless somebody has asked for it again meanwhile. */
  drop(drops: readonly ModelDrop[]): void {
    this.drops = this.drops.filter((drop) => !drops.includes(drop));
    for (const drop of drops) {
      const { delivery, reason } = drop;
      const isAskedAgain =
        delivery.generation > drop.generation || (drop.dropRequested && !delivery.dropRequested);
      if (this.covers(drop) && !isAskedAgain) end(delivery, reason);
    }
  }

  /** Calls that end together: first those that end their webhook, then each by itself. A late one changes nothing. */
  finish(finished: readonly (readonly [ModelCall, CallOutcome])[], at: number): void {
    this.forget(finished.map(([call]) => call));
    for (const [{ delivery, url }, outcome] of finished) {
      const { webhook } = delivery;
      if (outcome === 'is gone' && webhook.enabled && webhook.url === url) this.disable(webhook, 'gone');
    }
    for (const [call, outcome] of finished) {
      this.callsLogged += 1;
      if (this.covers(call)) this.settle(call, outcome, at);
    }
  }

  private settle({ delivery, attempt }: ModelCall, outcome: CallOutcome, at: number): void {
    const wait = outcome === 'is interrupted' ? 0 : retrySchedule[attempt - 1];
    const droppedReason = this.droppedReason(delivery);
    const isInterrupted = outcome === 'is interrupted';
    delivery.attempt = isInterrupted && !droppedReason ? attempt - 1 : attempt;
    if (outcome === 'succeeds') return end(delivery, 'succeeded');
    const isGone = outcome === 'is gone' && !delivery.webhook.enabled;
    if (isGone && droppedReason) return end(delivery, droppedReason);
    if (wait === undefined) return end(delivery, 'exhausted');
    if (droppedReason) return end(delivery, droppedReason);
    const due = { earliest: at + Math.floor(wait * 900), latest: at + wait * 1000 };
    this.move(delivery, { due, lease: null });
  }

  // Webhooks, and what people ask for

  disable(webhook: ModelWebhook, reason: DroppedReason): void {
    webhook.enabled = false;
    webhook.generation += 1;
    webhook.droppedReason = reason;
    this.tidying.add(webhook);
  }

  remove(webhook: ModelWebhook): void {
    webhook.isRemoved = true;
    webhook.enabled = false;
    this.tidying.add(webhook);
  }

  /** @returns how many */
  dropRetries(webhook: ModelWebhook): number {
    const retries = this.retriesOf(webhook);
    for (const [delivery] of retries) delivery.dropRequested = true;
    this.tidying.add(webhook);
    return retries.length;
  }

  /** @returns how many */
  expedite(webhook: ModelWebhook, now: Moment): number {
    const waiting = this.retriesOf(webhook).filter(([, { lease }]) => lease === null);
    for (const [delivery, { due }] of waiting) this.move(delivery, { due: earlier(due, now) });
    return waiting.length;
  }

  resend(delivery: ModelDelivery, now: Moment): void {
    const { place, webhook } = delivery;
    if (place.kind === 'ended') return this.reopen(delivery, now);
    if (place.lease === null) {
      if (this.droppedReason(delivery)) this.beginRound(delivery);
      this.move(delivery, { due: earlier(place.due, now) });
    }
    delivery.generation = webhook.generation;
    delivery.dropRequested = false;
  }

  /** @returns how many it will be: what has ended so, and what is dropped but still there */
  resendAll(webhook: ModelWebhook, state: ModelOperation['state']): number {
    this.operations = [...this.operations, { webhook, generation: webhook.generation, state }];
    const isOwedNoMore = (delivery: ModelDelivery): boolean =>
      delivery.place.kind === 'owed' && this.droppedReason(delivery) !== null;
    return this.of(webhook).filter((delivery) => isOwedNoMore(delivery) || isResent(delivery, state)).length;
  }

  /** Accepted resends are done, but those of a webhook that is still tidied for; disabling ends them. */
  workOff(now: Moment): void {
    const waiting = this.operations.filter(({ webhook, generation, state }) => {
      if (!webhook.enabled || webhook.generation !== generation) return false;
      if (this.tidying.has(webhook)) return true;
      for (const delivery of this.of(webhook)) if (isResent(delivery, state)) this.reopen(delivery, now);
      return false;
    });
    this.operations = waiting;
  }

  /** What is dropped by definition ends, but what a lease covers. */
  tidy(): void {
    for (const webhook of this.tidying) {
      const dropped = [...this.owed()].filter(
        ([delivery]) => delivery.webhook === webhook && this.droppedReason(delivery) !== null,
      );
      const free = dropped.filter(([, { lease }]) => lease === null);
      for (const [delivery] of free) end(delivery, this.droppedReason(delivery)!);
      if (free.length === dropped.length) this.tidying.delete(webhook);
    }
  }

  /** Why it is owed no more though it has not ended; null while it is. */
  droppedReason({ webhook, generation, dropRequested }: ModelDelivery): DroppedReason | null {
    if (webhook.isRemoved) return 'webhook_deleted';
    if (!webhook.enabled || generation < webhook.generation) return webhook.droppedReason;
    return dropRequested ? 'dropped' : null;
  }

  /** Deliveries that have not ended. */
  *owed(): Iterable<readonly [ModelDelivery, Extract<Place, { kind: 'owed' }>]> {
    for (const delivery of this.deliveries.values()) {
      if (delivery.place.kind === 'owed') yield [delivery, delivery.place];
    }
  }

  private of(webhook: ModelWebhook): readonly ModelDelivery[] {
    return [...this.deliveries.values()].filter((delivery) => delivery.webhook === webhook);
  }

  private retriesOf(webhook: ModelWebhook) {
    return [...this.owed()].filter(
      ([delivery]) =>
        delivery.webhook === webhook &&
        delivery.generation >= webhook.generation &&
        delivery.attempt > 0 &&
        !delivery.dropRequested,
    );
  }

  /** What a delivery that is to be queued gets: only a queue that is there and takes it keeps the lease. */
  private get leaseOfJob(): undefined | null {
    return this.queue === 'up' ? undefined : null;
  }

  private covers({
    delivery: { place },
    lease,
  }: {
    readonly delivery: ModelDelivery;
    readonly lease: string;
  }): boolean {
    return place.kind === 'owed' && place.lease === lease;
  }

  private free(lease: ModelLease): number {
    this.leases.delete(lease.id);
    const covered = [...this.owed()].filter(([, place]) => place.lease === lease.id);
    for (const [delivery] of covered) this.move(delivery, { lease: null });
    return covered.length;
  }

  private forget(calls: readonly ModelCall[]): void {
    this.calls = this.calls.filter((call) => !calls.includes(call));
  }

  private reopen(delivery: ModelDelivery, due: Moment): void {
    this.beginRound(delivery);
    delivery.generation = delivery.webhook.generation;
    delivery.dropRequested = false;
    delivery.place = { kind: 'owed', due, lease: null };
  }

  private beginRound(delivery: ModelDelivery): void {
    delivery.round += 1;
    delivery.attempt = 0;
  }

  private move(
    delivery: ModelDelivery,
    change: { readonly due?: Moment; readonly lease?: string | null | undefined },
  ): void {
    if (delivery.place.kind === 'owed') delivery.place = { ...delivery.place, ...change };
  }
}

export const exactly = (moment: number): Moment => ({ earliest: moment, latest: moment });

const earlier = (one: Moment, other: Moment): Moment => ({
  earliest: Math.min(one.earliest, other.earliest),
  latest: Math.min(one.latest, other.latest),
});

const isResent = ({ place }: ModelDelivery, state: ModelOperation['state']): boolean =>
  place.kind === 'ended' && (state === 'all' || place.how !== 'succeeded');

function end(delivery: ModelDelivery, how: Extract<Place, { kind: 'ended' }>['how']): void {
  delivery.place = { kind: 'ended', how };
}
