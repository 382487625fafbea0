import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@app/database';
import { InTransaction } from '@app/event-bus';
import { CallsSettled, type SettledCall } from '@contracts/delivery';
import { WebhookDirectory } from '@contracts/webhooks';
import { Settings } from '../../config/settings.js';

const slowCallMs = 5_000;
/** Of the time that a call may take: where that is short, no call ever takes longer, and those that hang take all of it. */
const slowShare = 0.9;
const slowForMs = 600_000;

/** Remembers which webhooks are slow: for a time what they are owed goes to the slow lane at once. */
@Injectable()
export class SlowWebhooksListener {
  private readonly slowFromMs: number;

  constructor(
    @Inject(WebhookDirectory) private readonly webhooks: WebhookDirectory,
    @Inject(Settings) { requestTimeoutMs }: Settings,
  ) {
    this.slowFromMs = Math.min(slowCallMs, requestTimeoutMs * slowShare);
  }

  @InTransaction(CallsSettled, { handsManagerOn: true })
  async remember({ calls }: CallsSettled, manager: EntityManager): Promise<void> {
    const slow = calls.filter((call) => this.isSlow(call));
    if (slow.length === 0) return;
    const ids = [...new Set(slow.map(({ webhookId }) => webhookId))].toSorted((a, b) => a - b);
    const ended = Math.max(...slow.map(({ began, result }) => began.getTime() + result.durationMs));
    await this.webhooks.markSlow(ids, new Date(ended + slowForMs), manager);
  }

  /** A test call says little: its receiver may be the one of a developer. */
  private isSlow({ deliveryId, result }: SettledCall): boolean {
    return deliveryId !== null && result.durationMs >= this.slowFromMs;
  }
}
