import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  type EntityManager,
  isDatabaseAway,
  isTransient,
  MicroBatcher,
  TransactionRunner,
} from '@app/database';
import { EventBus } from '@app/event-bus';
import { CallsSettled, DeliveriesDropped } from '@contracts/delivery';
import { WebhookDirectory, type WebhookTarget } from '@contracts/webhooks';
import { owedFromGeneration, staleReason, toOwedDelivery } from '../owed/owed-row.js';
import { RetrySchedule } from '../retry/retry-schedule.js';
import { bareOf, type FinishedCall, toSettledCall } from './finished-call.js';
import { isGone, type Outcome, outcomeOf } from './outcome.js';
import {
  type RetryChange,
  type Settled,
  SettlingRepository,
  type StateChange,
} from './settling.repository.js';

const groupSize = 500;
const groupsAtOnce = 2;
/** Nobody waits for a settled call. Without this, calls recorded one by one were settled 6 at a time, not 30. */
const gathering = { weight: 250, waitMs: 20, alsoFirst: true };
const tryAgainAfterMs = 1_000;
/** Longer than any lease: by then the delivery has been taken over, and another call is logged instead. */
const tryAgainForMs = 120_000;

/** Webhooks of failed calls, as they are now. */
type Webhooks = ReadonlyMap<number, WebhookTarget>;

/** Writes what calls have come to, in groups: states by delivery, log rows by its listeners, in one transaction. */
@Injectable()
export class Settling {
  private readonly logger = new Logger(Settling.name);
  private readonly batcher = new MicroBatcher<FinishedCall, void>({
    flush: (calls) => this.settleGroup(calls),
    maximumWeight: groupSize,
    concurrency: groupsAtOnce,
    beside: gathering,
    isHopeless: isDatabaseAway,
  });
  private isDatabaseSaidAway = false;

  constructor(
    private readonly repository: SettlingRepository,
    private readonly transactions: TransactionRunner,
    private readonly bus: EventBus,
    private readonly schedule: RetrySchedule,
    @Inject(WebhookDirectory) private readonly webhooks: WebhookDirectory,
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

  private async settleGroup(calls: readonly FinishedCall[]): Promise<readonly void[]> {
    const outcomes = calls.map(({ result, attempt, ended }) =>
      outcomeOf(result, attempt, ended, this.schedule),
    );
    await this.transactions.runHandedOn(async (manager) => {
      await this.disableGone(calls, manager);
      const webhooks = await this.failedWebhooks(calls, manager);
      const states = await this.writeStates(calls, outcomes, webhooks, manager);
      const logged = calls.map((call, index) => {
        const { row, lease } = call.delivery;
        return toSettledCall(call, outcomes[index]!, states.of(row.id, lease));
      });
      await this.bus.publish(new CallsSettled(logged), manager);
      await this.publishDropped(calls, states, webhooks, manager);
    });
    return calls.map(() => undefined);
  }

  /** A 410 ends the webhook if the URL that answered is still its own; otherwise it is a failure like any. */
  private async disableGone(calls: readonly FinishedCall[], manager: EntityManager): Promise<void> {
    const answered = new Map<string, WebhookTarget>();
    for (const { delivery, result } of calls) {
      const { webhook } = delivery;
      if (isGone(result)) answered.set(`${webhook.id} ${webhook.url}`, webhook);
    }
    for (const { id, url } of [...answered.values()].toSorted((a, b) => a.id - b.id)) {
      await this.webhooks.disableGone(id, url, manager);
    }
  }

  private async failedWebhooks(calls: readonly FinishedCall[], manager: EntityManager): Promise<Webhooks> {
    const failed = calls.filter(({ result }) => !result.success);
    if (failed.length === 0) return new Map();
    return this.webhooks.load([...new Set(failed.map(({ delivery }) => delivery.webhook.id))], manager);
  }

  private async writeStates(
    calls: readonly FinishedCall[],
    outcomes: readonly Outcome[],
    webhooks: Webhooks,
    manager: EntityManager,
  ): Promise<Settled> {
    const retries: RetryChange[] = [];
    const endings: StateChange[] = [];
    for (const [index, call] of calls.entries()) {
      const { row, lease } = call.delivery;
      const { returnCode, error } = call.result;
      const webhook = webhooks.get(row.webhook_id);
      const retry = retryOf(call, outcomes[index]!, webhook);
      const fromGeneration = owedFromGeneration(webhook);
      const last = { returnCode, error: error?.code ?? null };
      if (retry) retries.push({ id: row.id, lease, ...retry, ...last, fromGeneration });
      else endings.push({ id: row.id, lease });
    }
    return this.repository.settle(retries, endings, manager);
  }

  private async publishDropped(
    calls: readonly FinishedCall[],
    states: Settled,
    webhooks: Webhooks,
    manager: EntityManager,
  ): Promise<void> {
    const dropped = calls.flatMap(({ delivery: { row, lease }, attempt, result: { returnCode, error } }) => {
      const state = states.of(row.id, lease);
      if (state !== 'dropped' && state !== 'stale') return [];
      const webhook = webhooks.get(row.webhook_id);
      const reason = state === 'stale' ? staleReason(webhook) : 'dropped';
      const last = { attempt, lastReturnCode: returnCode, lastError: error?.code ?? null };
      return [{ ...toOwedDelivery(row, webhook), ...last, reason } as const];
    });
    if (dropped.length > 0) await this.bus.publish(new DeliveriesDropped(dropped, calls[0]!.ended), manager);
  }
}

/** What is to be tried again; undefined: it ends. */
function retryOf(
  { result, attempt, ended }: FinishedCall,
  outcome: Outcome,
  webhook: WebhookTarget | undefined,
): Pick<RetryChange, 'attempts' | 'due'> | undefined {
  if (outcome.kind === 'retry') return { attempts: outcome.attempts, due: outcome.due };
  // A 410 drops all that its webhook is owed. Its own delivery goes the same way, though this was its last call.
  return isGone(result) && !webhook?.enabled ? { attempts: attempt, due: ended } : undefined;
}
