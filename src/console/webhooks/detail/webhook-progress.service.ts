import { Clock } from '@app/database';
import { DeliveryActions } from '@contracts/delivery';
import { Inject, Injectable } from '@nestjs/common';
import { followedForMs, type ProgressProps } from './progress.js';

/**
 * So long after it was asked for, or has ended, it is said what came of it: an address may be opened much later. The
 * last time that a page asks by itself is an interval after it was followed for, or a minute where the page is hidden.
 */
const shownForMs = followedForMs + 2 * 60_000;

/** What the address says of retries that were asked for: how many, and when. */
export interface AskedRetries {
  readonly count?: number | undefined;
  readonly at?: number | undefined;
}

/** How far that is which was asked of a webhook. */
@Injectable()
export class WebhookProgress {
  constructor(
    @Inject(DeliveryActions) private readonly actions: DeliveryActions,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async of(
    webhookId: number,
    { count, at }: AskedRetries,
  ): Promise<Pick<ProgressProps, 'resends' | 'retries'>> {
    const now = this.clock.now().getTime();
    const since = new Date(now - shownForMs);
    const resends = await this.actions.recent(webhookId, since);
    const isRecent = at !== undefined && Math.abs(now - at) <= shownForMs;
    if (!count || !isRecent) return { resends, retries: undefined };
    const { count: left, isExact } = await this.actions.countDue(webhookId, new Date(at));
    return { resends, retries: { total: count, at, left, isExact } };
  }
}
