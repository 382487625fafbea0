import { Inject, Injectable, Logger } from '@nestjs/common';
import { type EntityManager, isDatabaseAway, MicroBatcher, TransactionRunner } from '@app/database';
import { EventBus } from '@app/event-bus';
import { CallsSettled, DeliveriesDropped, type SettledCall } from '@contracts/delivery';
import { type DroppedReason, WebhookDirectory } from '@contracts/webhooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { toOwedDelivery } from '../owed/owed.repository.js';
import { RetrySchedule } from '../retry/retry-schedule.js';
import type { FinishedCall } from './finished-call.js';
import { type Outcome, outcomeOf } from './outcome.js';
import { type Settled, SettlingRepository } from './settling.repository.js';

const groupSize = 500;
const groupsAtOnce = 2;
const tryAgainAfterMs = 1_000;
/** Longer than any lease: by then the delivery has been taken over, and another call is logged instead. */
const tryAgainForMs = 120_000;
const slowCallMs = 5_000;
const slowForMs = 600_000;

type Decision = Exclude<Outcome, { kind: 'gone' }> | { readonly kind: 'dropped' };

/** Writes what calls have come to, in groups: states by delivery, log rows by its listeners, in one transaction. */
@Injectable()
export class Settling {
  private readonly logger = new Logger(Settling.name);
  private readonly batcher = new MicroBatcher<FinishedCall, void>({
    flush: (calls) => this.settleGroup(calls),
    maximumWeight: groupSize,
    concurrency: groupsAtOnce,
    isHopeless: isDatabaseAway,
  });

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
        return;
      } catch (error) {
        this.report(pending, error);
        if (performance.now() > giveUpAt) return;
        // A row that PostgreSQL refuses stands alone by now; what the receiver sent is all that can be wrong with it.
        if (!isDatabaseAway(error)) pending = withoutWhatCameBack(pending);
        await sleep(tryAgainAfterMs);
      }
    }
  }

  private report({ delivery }: FinishedCall, error: unknown): void {
    this.logger.warn({
      code: 'settle_failed',
      message: 'A call could not be settled yet.',
      delivery: delivery.row.id,
      error,
    });
  }

  private async settleGroup(calls: readonly FinishedCall[]): Promise<readonly void[]> {
    await this.transactions.runApart(async (manager) => {
      const decisions = await this.decide(calls, manager);
      const settled = await this.writeStates(calls, decisions, manager);
      const logged = calls.map((call, index) => toSettledCall(call, decisions[index]!, settled));
      await this.bus.publish(new CallsSettled(logged), manager);
      await this.publishDropped(calls, decisions, settled, manager);
      await this.markSlow(calls, manager);
    });
    return calls.map(() => undefined);
  }

  /** A 410 ends the webhook if the URL that answered is still its own; otherwise it is a failure like any. */
  private async decide(calls: readonly FinishedCall[], manager: EntityManager): Promise<readonly Decision[]> {
    const outcomes = calls.map(({ result, attempt, ended }) =>
      outcomeOf(result, attempt, ended, this.schedule),
    );
    const answered = new Map<string, { webhookId: number; url: string }>();
    outcomes.forEach(({ kind }, index) => {
      const { id, url } = calls[index]!.delivery.webhook;
      if (kind === 'gone') answered.set(`${id} ${url}`, { webhookId: id, url });
    });
    const gone = new Set<string>();
    for (const [key, { webhookId, url }] of [...answered].toSorted(
      ([, a], [, b]) => a.webhookId - b.webhookId,
    )) {
      if (await this.webhooks.disableGone(webhookId, url, manager)) gone.add(key);
    }
    return outcomes.map((outcome, index) => {
      if (outcome.kind !== 'gone') return outcome;
      const { id, url } = calls[index]!.delivery.webhook;
      return gone.has(`${id} ${url}`) ? { kind: 'dropped' } : outcome.otherwise;
    });
  }

  private async writeStates(
    calls: readonly FinishedCall[],
    decisions: readonly Decision[],
    manager: EntityManager,
  ): Promise<Settled> {
    const retries = calls.flatMap(({ delivery, attempt, result }, index) => {
      const decision = decisions[index]!;
      if (decision.kind !== 'retry') return [];
      const { returnCode, error } = result;
      return [
        {
          id: delivery.row.id,
          lease: delivery.lease,
          attempt,
          due: decision.due,
          returnCode,
          error: error?.code ?? null,
        },
      ];
    });
    const endings = calls
      .filter((_call, index) => decisions[index]!.kind !== 'retry')
      .map(({ delivery }) => ({ id: delivery.row.id, lease: delivery.lease }));
    return this.repository.settle(retries, endings, manager);
  }

  private async publishDropped(
    calls: readonly FinishedCall[],
    decisions: readonly Decision[],
    settled: Settled,
    manager: EntityManager,
  ): Promise<void> {
    const dropped = calls.flatMap((call, index) => {
      const { row, webhook } = call.delivery;
      const isGone = decisions[index]!.kind === 'dropped' && settled.ended.has(row.id);
      if (!isGone && !settled.dropped.has(row.id)) return [];
      const reason: DroppedReason = isGone ? 'gone' : 'dropped';
      const { returnCode, error } = call.result;
      const last = { attempt: call.attempt, lastReturnCode: returnCode, lastError: error?.code ?? null };
      return [{ ...toOwedDelivery(row, webhook), ...last, reason }];
    });
    if (dropped.length > 0) await this.bus.publish(new DeliveriesDropped(dropped, calls[0]!.ended), manager);
  }

  private async markSlow(calls: readonly FinishedCall[], manager: EntityManager): Promise<void> {
    const slow = calls.filter(({ result }) => result.durationMs >= slowCallMs);
    if (slow.length === 0) return;
    const ids = [...new Set(slow.map(({ delivery }) => delivery.webhook.id))].toSorted((a, b) => a - b);
    await this.webhooks.markSlow(ids, new Date(slow[0]!.ended.getTime() + slowForMs), manager);
  }
}

function toSettledCall(call: FinishedCall, decision: Decision, settled: Settled): SettledCall {
  const { row, webhook, notification } = call.delivery;
  return {
    organizerId: row.organizer_id,
    webhookId: row.webhook_id,
    deliveryId: row.id,
    notification,
    began: call.began,
    url: webhook.url,
    round: row.round,
    attempt: call.attempt,
    result: call.result,
    final: decision.kind !== 'dropped' && settled.ended.has(row.id),
    nextAttempt: decision.kind === 'retry' && settled.retried.has(row.id) ? decision.due : null,
  };
}

/** The log row then says that the answer could not be kept, and the state is written all the same. */
function withoutWhatCameBack(call: FinishedCall): FinishedCall {
  return {
    ...call,
    result: { ...call.result, responseHeaders: {}, responseBody: '(The answer could not be stored.)' },
  };
}
