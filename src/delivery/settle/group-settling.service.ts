import { Inject, Injectable } from '@nestjs/common';
import { type EntityManager, TransactionRunner } from '@app/database';
import { EventBus } from '@app/event-bus';
import { CallsSettled, DeliveriesDropped } from '@contracts/delivery';
import { WebhookDirectory, type WebhookTarget } from '@contracts/webhooks';
import { owedFromGeneration, staleReason, toOwedDelivery } from '../owed/owed-row.js';
import { RetrySchedule } from '../retry/retry-schedule.js';
import { type FinishedCall, toSettledCall } from './finished-call.js';
import { isGone, type Outcome, outcomeOf } from './outcome.js';
import {
  type RetryChange,
  type Settled,
  SettlingRepository,
  type StateChange,
} from './settling.repository.js';

/** Webhooks of failed calls, as they are now. */
type Webhooks = ReadonlyMap<number, WebhookTarget>;

/** Writes what a group of calls has come to: states by delivery, log rows by its listeners, in one transaction. */
@Injectable()
export class GroupSettling {
  constructor(
    private readonly repository: SettlingRepository,
    private readonly transactions: TransactionRunner,
    private readonly bus: EventBus,
    private readonly schedule: RetrySchedule,
    @Inject(WebhookDirectory) private readonly webhooks: WebhookDirectory,
  ) {}

  /** Disables what is gone, writes the states, and lets others write what they know of the calls. */
  async settle(calls: readonly FinishedCall[]): Promise<void> {
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
