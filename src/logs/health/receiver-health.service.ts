import { Clock } from '@app/database';
import type { CallsOfHour, LastCall, ReceiverHealth, ReceiverHealthReader } from '@contracts/logs';
import { Inject, Injectable } from '@nestjs/common';
import { lastHours } from './last-hours.js';
import { ReceiverHealthRepository } from './receiver-health.repository.js';

const shownHours = 24;

@Injectable()
export class ReceiverHealthService implements ReceiverHealthReader {
  constructor(
    private readonly repository: ReceiverHealthRepository,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async of(webhookIds: readonly number[]): Promise<ReadonlyMap<number, ReceiverHealth>> {
    if (webhookIds.length === 0) return new Map();
    const hours = lastHours(shownHours, this.clock.now());
    const [lastCalls, counts] = await Promise.all([
      this.repository.lastCalls(webhookIds),
      this.repository.counts(webhookIds, hours),
    ]);
    const failing = webhookIds.filter((id) => lastCalls.get(id)?.success === false);
    const since =
      failing.length === 0 ? new Map<number, Date>() : await this.repository.failingSince(failing);
    const counted = new Map(counts.map((count) => [keyOf(count.webhook_id, count.hour), count]));
    const hoursOf = (id: number): readonly CallsOfHour[] =>
      hours.map((hour) => {
        const { calls = 0, failures = 0 } = counted.get(keyOf(id, hour)) ?? {};
        return { hour, calls, failures };
      });
    return new Map(
      webhookIds.map((id) => [
        id,
        {
          lastCall: lastCalls.get(id) ?? null,
          failingSince: since.get(id) ?? null,
          hours: hoursOf(id),
        },
      ]),
    );
  }

  async lastCalls(webhookIds: readonly number[]): Promise<ReadonlyMap<number, LastCall>> {
    return webhookIds.length === 0 ? new Map() : this.repository.lastCalls(webhookIds);
  }
}

const keyOf = (webhookId: number, hour: Date): string => `${webhookId} ${hour.getTime()}`;
