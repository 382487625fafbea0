import { systemPrincipal } from '@app/access';
import { Clock, TransactionRunner } from '@app/database';
import type { CallResult } from '@app/http-egress';
import { JobQueue, lanes } from '@app/job-queue';
import { type EndedRange } from '@contracts/delivery';
import { NotificationRecorder } from '@contracts/events';
import { type DroppedReason, WebhookDirectory } from '@contracts/webhooks';
import { DataSource } from 'typeorm';
import {
  BatchLoader,
  type LoadedBatch,
  type LoadedDelivery,
} from '../../../src/delivery/call/batch.loader.js';
import { CallHandler } from '../../../src/delivery/call/call.handler.js';
import { Dispatcher } from '../../../src/delivery/dispatch/dispatcher.service.js';
import { Dropping } from '../../../src/delivery/drop/dropping.service.js';
import { HeldLeases } from '../../../src/delivery/lease/held-leases.js';
import { LeaseRepository } from '../../../src/delivery/lease/lease.repository.js';
import { LedgerAuditor } from '../../../src/delivery/ledger/ledger-auditor.service.js';
import { ResendOperations } from '../../../src/delivery/resend/resend-operations.service.js';
import { Resending } from '../../../src/delivery/resend/resending.service.js';
import { WaitingRetries } from '../../../src/delivery/retry/waiting-retries.service.js';
import { Settling } from '../../../src/delivery/settle/settling.service.js';
import { Housekeeping } from '../../../src/delivery/sweep/housekeeping.service.js';
import { Sweep } from '../../../src/delivery/sweep/sweep.service.js';
import { SweepRepository } from '../../../src/delivery/sweep/sweep.repository.js';
import { DeliverySearch } from '../../../src/logs/deliveries/delivery-search.service.js';
import { WebhookChanges } from '../../../src/webhooks/change/webhook-changes.service.js';
import { WebhooksRepository } from '../../../src/webhooks/storage/webhooks.repository.js';
import { type Doorbell, startDoorbell, type TestOrganizer } from '../../setup/doorbell.js';
import { type CallOutcome, type Moment, type QueueState, retrySchedule } from './delivery-model.js';

/** Where a delivery stands, as the tables have it. Each has exactly one row of all these. */
export interface DeliveryRow {
  readonly id: number;
  readonly place: 'owed' | 'called' | 'ended';
  readonly round: number;
  readonly attempt: number;
  readonly generation: number | null;
  readonly drop_requested: boolean | null;
  /** Milliseconds. */
  readonly due: number | null;
  readonly lease_id: number | null;
  /** Of a final call. */
  readonly success: boolean | null;
  /** Of what ended without one. */
  readonly reason: DroppedReason | null;
}

export interface LeaseRow {
  readonly id: number;
  readonly owner: number | null;
  readonly epoch: string | null;
}

export interface Tables {
  readonly deliveries: readonly DeliveryRow[];
  readonly leases: readonly LeaseRow[];
  readonly calls: number;
}

const tablesStatement = `
  WITH deliveries AS (
    SELECT id, 'owed' AS place, round, attempt, generation, drop_requested,
      (extract(epoch FROM due) * 1000)::bigint AS due, lease_id, NULL::boolean AS success, NULL AS reason FROM owed
    UNION ALL
    SELECT delivery_id, 'called', round, attempt, NULL, NULL, NULL, NULL, success, NULL FROM calls WHERE final
    UNION ALL
    SELECT delivery_id, 'ended', round, attempt, NULL, NULL, NULL, NULL, NULL, reason FROM ended
  )
  SELECT (SELECT coalesce(json_agg(d ORDER BY id), '[]') FROM deliveries d) AS deliveries,
    (SELECT coalesce(json_agg(json_build_object('id', id, 'owner', owner, 'epoch', epoch) ORDER BY id), '[]')
     FROM leases) AS leases,
    (SELECT count(*) FROM calls) AS calls`;

const noReach = 'http://127.0.0.1:8';
const many = 1_000;

/**
 * Delivery as it is built, on a PostgreSQL of its own, but with nothing that moves by itself: what timers, queue and
 * receivers would do, whoever plays with it does, a step at a time. The one file that knows how the parts are called.
 */
export class PlayedDelivery {
  private queueState: QueueState = 'up';
  private memory = 1;
  /** By lease and delivery. */
  private readonly loaded = new Map<string, LoadedDelivery>();
  private readonly dropped = new Map<string, LoadedBatch['dropped'][number]>();

  private constructor(
    private readonly doorbell: Doorbell,
    readonly organizer: TestOrganizer,
  ) {
    const queue = this.get<JobQueue>(JobQueue);
    queue.epoch = async () => this.epoch;
    queue.add = async () => this.queueState === 'up';
    queue.waiting = () => 0;
  }

  static async start(): Promise<PlayedDelivery> {
    const doorbell = await startDoorbell({ queue: 'bull', settings: { retrySchedule } });
    const still = <Part>(part: abstract new (...parameters: never) => Part): Part =>
      doorbell.app.get<Part>(part, { strict: false });
    still(CallHandler).stopBeginning();
    await Promise.all([
      still(Sweep).stop(),
      still(Housekeeping).stop(),
      still(LedgerAuditor).stop(),
      still(HeldLeases).close(),
    ]);
    return new PlayedDelivery(doorbell, await doorbell.createOrganizer());
  }

  /** Nothing is left of an earlier history that another one could see. */
  async clear(): Promise<void> {
    for (const table of [
      'owed',
      'leases',
      'tidying',
      'operations',
      'processes',
      'webhooks',
      'calls',
      'ended',
    ]) {
      await this.query(`DELETE FROM ${table}`);
    }
    this.loaded.clear();
    this.dropped.clear();
    await this.turnQueue('up');
  }

  async stop(): Promise<void> {
    await this.doorbell.stop();
  }

  get now(): number {
    return this.get<Clock>(Clock).now().getTime();
  }

  /** What the work has to lie within. */
  async during<Result>(work: () => Promise<Result>): Promise<readonly [Moment, Result]> {
    const earliest = this.now;
    const result = await work();
    return [{ earliest, latest: this.now }, result];
  }

  advance(milliseconds: number): void {
    this.doorbell.clock.advance(milliseconds);
  }

  // What the tables hold

  /** All of it in one moment. */
  async tables(): Promise<Tables> {
    const [row] = await this.query<Tables>(tablesStatement);
    return row!;
  }

  /** As the API shows it. */
  async shown(webhookId: number, deliveryId: number): Promise<string> {
    const { state, droppedReason } = await this.get(DeliverySearch).require(webhookId, deliveryId);
    return droppedReason ?? state;
  }

  // Processes, leases and the queue

  async addProcess(): Promise<number> {
    const [row] = await this.query<{ id: number }>(
      `INSERT INTO processes (role, host, pid, started, heartbeat)
       VALUES ('worker', 'model', 1, clock_timestamp(), clock_timestamp() + interval '1 hour') RETURNING id`,
    );
    return row!.id;
  }

  /** Nothing is heard of it any more: it has died, or sleeps. */
  async silence(process: number): Promise<void> {
    await this.beat(process, '-1 minute');
  }

  async wake(process: number): Promise<void> {
    await this.beat(process, '1 hour');
  }

  get epoch(): string | null {
    return this.queueState === 'away' ? null : `memory ${this.memory}`;
  }

  async turnQueue(state: QueueState): Promise<void> {
    this.queueState = state;
    await this.get(Dispatcher).refreshEpoch();
  }

  async flushQueue(): Promise<void> {
    this.memory += 1;
    await this.get(Dispatcher).refreshEpoch();
  }

  /** @returns what "now" was */
  async sweep(): Promise<number> {
    const sweeps = this.get(SweepRepository);
    const dispatcher = this.get(Dispatcher);
    const now = new Date(this.now);
    for (const lane of lanes) {
      const slow = lane === 'slow';
      if (dispatcher.room(lane) === 0) continue;
      const due = { slow, since: new Date(0), now };
      const claimed = await sweeps.claim({ due, limit: many, ...dispatcher.newLeases() });
      await dispatcher.dispatch(claimed.map((id) => ({ id, slow })));
    }
    return now.getTime();
  }

  async take(lease: string, process: number): Promise<boolean> {
    return (await this.get(LeaseRepository).take([lease], process)).has(lease);
  }

  async extend(lease: string, process: number): Promise<void> {
    await this.get(LeaseRepository).extend([lease], process);
  }

  async release(lease: string, process: number): Promise<void> {
    await this.get(LeaseRepository).release([lease], process);
  }

  /** Its time is over. */
  async expire(lease: string): Promise<void> {
    await this.query(`UPDATE leases SET until = clock_timestamp() - interval '1 second' WHERE id = $1`, [
      lease,
    ]);
  }

  /** @returns how many deliveries are free again */
  async reap(observer: number, isSteady: boolean, held: readonly string[]): Promise<number> {
    const epoch = await this.get(Dispatcher).refreshEpoch();
    return this.get(LeaseRepository).reap(epoch, { id: observer, isSteady, held });
  }

  // Notifications and calls

  /** @returns the deliveries by their webhook */
  async record(): Promise<ReadonlyMap<number, number>> {
    const { id } = await this.get<NotificationRecorder>(NotificationRecorder).record(this.notification);
    await this.get(TransactionRunner).idle();
    const rows = await this.query<{ id: number; webhook_id: number }>(
      'SELECT id, webhook_id FROM owed WHERE notification_id = $1',
      [id],
    );
    return new Map(rows.map((row) => [row.webhook_id, row.id]));
  }

  /** In a transaction that does not commit. */
  async recordInVain(): Promise<void> {
    const undone = new Error('undone');
    const work = this.get(TransactionRunner).run(async (manager) => {
      await this.get<NotificationRecorder>(NotificationRecorder).record(this.notification, { manager });
      throw undone;
    });
    await work.catch((error: unknown) => {
      if (error !== undone) throw error;
    });
  }

  /** @returns what is to be called and what is to be dropped, by delivery */
  async load(lease: string): Promise<{
    readonly calls: readonly number[];
    readonly drops: readonly (readonly [number, DroppedReason])[];
  }> {
    const { callable, dropped, unreadable } = await this.get(BatchLoader).load(
      [lease],
      Promise.resolve(new Set([lease])),
    );
    if (unreadable[0]) throw unreadable[0].error;
    for (const delivery of callable) this.loaded.set(`${lease} ${delivery.row.id}`, delivery);
    for (const drop of dropped) this.dropped.set(`${lease} ${drop.row.id}`, drop);
    return {
      calls: callable.map(({ row }) => row.id),
      drops: dropped.map(({ row, reason }) => [row.id, reason]),
    };
  }

  async recheck(lease: string, delivery: number): Promise<'callable' | DroppedReason | 'not ours'> {
    const { callable, dropped } = await this.get(BatchLoader).reload([
      this.loaded.get(`${lease} ${delivery}`)!,
    ]);
    return callable[0] ? 'callable' : (dropped[0]?.reason ?? 'not ours');
  }

  async drop(lease: string, deliveries: readonly number[]): Promise<void> {
    await this.get(Dropping).dropLeased(deliveries.map((id) => this.dropped.get(`${lease} ${id}`)!));
  }

  async putOff(lease: string, delivery: number, due: number): Promise<void> {
    await this.get(LeaseRepository).putOff([{ id: delivery, lease, due: new Date(due) }]);
  }

  /** Calls that end in the same moment: they are settled in one group. @returns the moment */
  async finish(
    calls: readonly { readonly lease: string; readonly delivery: number; readonly outcome: CallOutcome }[],
  ): Promise<number> {
    const ended = new Date(this.now);
    const settling = this.get(Settling);
    await Promise.all(
      calls.map(async ({ lease, delivery: id, outcome }) => {
        const delivery = this.loaded.get(`${lease} ${id}`)!;
        const attempt = delivery.row.attempt + 1;
        await settling.settle({ delivery, attempt, began: ended, ended, result: resultOf(outcome) });
      }),
    );
    return ended.getTime();
  }

  // Webhooks, and what people ask for

  /** @returns its id */
  async addWebhook(url: string): Promise<number> {
    return (await this.organizer.createWebhook({ target_url: `${noReach}${url}` })).id;
  }

  async change(
    webhook: number,
    fields: { readonly enabled?: boolean; readonly url?: string },
  ): Promise<void> {
    const { url, ...rest } = fields;
    const body = { ...rest, ...(url === undefined ? {} : { target_url: `${noReach}${url}` }) };
    const { status } = await this.organizer.api.patch(`${this.organizer.path}/webhooks/${webhook}/`, body);
    if (status !== 200) throw new Error(`A webhook's change was answered ${status}.`);
  }

  async remove(webhook: number): Promise<void> {
    await this.get(TransactionRunner).run(async (manager) => {
      const stored = await this.get(WebhooksRepository).lock(webhook, manager);
      await this.get(WebhookChanges).remove(stored!, { principal: systemPrincipal, manager });
    });
  }

  async dropRetries(webhook: number): Promise<number> {
    return this.ask(webhook, (target, manager) =>
      this.get(WaitingRetries).drop(target, systemPrincipal, manager),
    );
  }

  async expedite(webhook: number): Promise<number> {
    return this.ask(webhook, (target, manager) =>
      this.get(WaitingRetries).expedite(target, systemPrincipal, manager),
    );
  }

  async resend(webhook: number, delivery: number): Promise<void> {
    await this.ask(webhook, (target, manager) =>
      this.get(Resending).resend(target, delivery, systemPrincipal, manager),
    );
  }

  /** Of all time. @returns how many it is said to be */
  async resendAll(webhook: number, state: EndedRange['state']): Promise<number> {
    const day = 86_400_000;
    const range = { webhookId: webhook, state };
    const time = { since: new Date(this.now - 20 * day), until: new Date(this.now + day) };
    return this.ask(webhook, (target, manager) =>
      this.get(Resending).resendAll(target, { ...range, ...time }, systemPrincipal, manager),
    );
  }

  async workOff(): Promise<void> {
    await this.get(ResendOperations).work();
  }

  async tidy(): Promise<void> {
    await this.get(Dropping).tidy();
  }

  private async ask<Result>(
    webhook: number,
    work: (
      ...parameters: Parameters<WaitingRetries['drop']> extends [infer T, unknown, infer M] ? [T, M] : never
    ) => Promise<Result>,
  ): Promise<Result> {
    const target = await this.get<WebhookDirectory>(WebhookDirectory).require(this.organizer.id, webhook);
    return this.get(TransactionRunner).run(async (manager) => work(target, manager));
  }

  private get notification() {
    const { slug } = this.organizer;
    return { action: 'pretix.event.order.placed', organizer: slug, event: 'democon', code: 'ABC23' };
  }

  private async beat(process: number, ahead: string): Promise<void> {
    await this.query(
      `UPDATE processes SET heartbeat = clock_timestamp() + interval '${ahead}' WHERE id = $1`,
      [process],
    );
  }

  private async query<Row>(sql: string, parameters: unknown[] = []): Promise<readonly Row[]> {
    return this.get(DataSource).query<readonly Row[]>(sql, parameters);
  }

  private get<Part>(token: symbol | (abstract new (...parameters: never) => Part)): Part {
    return this.doorbell.app.get<Part>(token, { strict: false });
  }
}

const answers = {
  succeeds: { returnCode: 200, code: null },
  fails: { returnCode: 500, code: 'status' },
  'times out': { returnCode: 0, code: 'timeout' },
  'is gone': { returnCode: 410, code: 'status' },
  'is interrupted': { returnCode: 0, code: 'interrupted' },
} as const;

function resultOf(outcome: CallOutcome): CallResult {
  const { returnCode, code } = answers[outcome];
  return {
    returnCode,
    success: code === null,
    error: code && { code, message: 'As the history has it.' },
    requestHeaders: {},
    responseHeaders: {},
    responseBody: null,
    remoteAddress: null,
    timings: { dns: null, connect: null, tls: null, first_byte: null, total: null },
    durationMs: 3,
  };
}
