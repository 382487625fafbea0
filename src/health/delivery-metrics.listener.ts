import { AfterCommit } from '@app/event-bus';
import { Metrics } from '@app/health';
import { CallsSettled, DeliveriesDropped, type SettledCall } from '@contracts/delivery';
import { NotificationsRecorded } from '@contracts/events';
import { Injectable } from '@nestjs/common';
import { arrivalBounds, arrivalSeconds } from './reports/arrival-times.js';

const durationBuckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Counts what was recorded and called, from the domain events of the modules that did it. */
@Injectable()
export class DeliveryMetrics {
  private readonly recorded;
  private readonly owed;
  private readonly ended;
  private readonly retries;
  private readonly calls;
  private readonly durations;
  private readonly arrivals;

  constructor(metrics: Metrics) {
    this.recorded = metrics.counter({
      name: 'doorbell_notifications_recorded_total',
      help: 'Notifications recorded by this process.',
      labelNames: ['action_type'],
    });
    this.owed = metrics.counter({
      name: 'doorbell_deliveries_total',
      help: 'Deliveries that notifications recorded by this process were owed.',
    });
    this.ended = metrics.counter({
      name: 'doorbell_deliveries_ended_total',
      help: 'Deliveries that this process ended: succeeded, exhausted, or why they were dropped.',
      labelNames: ['how'],
    });
    this.retries = metrics.counter({
      name: 'doorbell_retries_total',
      help: 'Calls of this process that failed and will be made again.',
    });
    this.calls = metrics.counter({
      name: 'doorbell_calls_total',
      help: 'Calls made by this process; error is none for a success.',
      labelNames: ['error'],
    });
    this.durations = metrics.histogram({
      name: 'doorbell_call_duration_seconds',
      help: 'How long receivers took.',
      buckets: durationBuckets,
    });
    this.arrivals = metrics.histogram({
      name: 'doorbell_arrival_seconds',
      help: 'From recording until a receiver had taken it; deliveries in their first round.',
      buckets: arrivalBounds,
    });
  }

  @AfterCommit(NotificationsRecorded)
  onRecorded({ notifications, deliveries }: NotificationsRecorded): void {
    const types = countBy(notifications, ({ actionType }) => actionType);
    for (const [actionType, count] of types) this.recorded.inc({ action_type: actionType }, count);
    let owed = 0;
    for (const count of deliveries.values()) owed += count;
    this.owed.inc(owed);
  }

  @AfterCommit(CallsSettled)
  onSettled({ calls }: CallsSettled): void {
    for (const [error, count] of countBy(calls, ({ result }) => result.error?.code ?? 'none'))
      this.calls.inc({ error }, count);
    this.retries.inc(calls.filter(({ nextAttempt }) => nextAttempt).length);
    const ended = calls.filter(({ final, deliveryId }) => final && deliveryId !== null);
    for (const [how, count] of countBy(ended, howEnded)) this.ended.inc({ how }, count);
    for (const { result } of calls) this.durations.observe(result.durationMs / 1000);
    for (const call of ended) {
      const seconds = arrivalSeconds(call);
      if (seconds !== null) this.arrivals.observe(seconds);
    }
  }

  @AfterCommit(DeliveriesDropped)
  onDropped({ deliveries }: DeliveriesDropped): void {
    for (const { reason } of deliveries) this.ended.inc({ how: reason });
  }
}

const howEnded = ({ result }: SettledCall): string => (result.success ? 'succeeded' : 'exhausted');

/** How many there are of each: a counter takes longer to find its labels than to be raised. */
function countBy<Item>(items: readonly Item[], labelOf: (item: Item) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) {
    const label = labelOf(item);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return counts;
}
