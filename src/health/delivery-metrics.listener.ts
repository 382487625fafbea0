import { AfterCommit } from '@app/event-bus';
import { Metrics } from '@app/health';
import { CallsSettled, OwedDeliveries } from '@contracts/delivery';
import { NotificationsRecorded } from '@contracts/events';
import { Inject, Injectable } from '@nestjs/common';

const durationBuckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Counts what was recorded and called, from the domain events of the modules that did it. */
@Injectable()
export class DeliveryMetrics {
  private readonly recorded;
  private readonly owed;
  private readonly calls;
  private readonly durations;

  constructor(
    metrics: Metrics,
    @Inject(OwedDeliveries) private readonly deliveries: OwedDeliveries,
  ) {
    this.recorded = metrics.counter({
      name: 'doorbell_notifications_recorded_total',
      help: 'Notifications recorded by this process.',
      labelNames: ['action_type'],
    });
    this.owed = metrics.counter({
      name: 'doorbell_deliveries_total',
      help: 'Deliveries that notifications recorded by this process were owed.',
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
    this.measureOwed(metrics);
  }

  @AfterCommit(NotificationsRecorded)
  onRecorded({ notifications, deliveries }: NotificationsRecorded): void {
    for (const { actionType } of notifications) this.recorded.inc({ action_type: actionType });
    for (const count of deliveries.values()) this.owed.inc(count);
  }

  @AfterCommit(CallsSettled)
  onSettled({ calls }: CallsSettled): void {
    for (const { result } of calls) {
      this.calls.inc({ error: result.error?.code ?? 'none' });
      this.durations.observe(result.durationMs / 1000);
    }
  }

  private measureOwed(metrics: Metrics): void {
    const { deliveries } = this;
    metrics.gauge({
      name: 'doorbell_deliveries_pending',
      help: 'Deliveries that have not ended, of all processes; an estimate where there are many.',
      async collect() {
        this.set(await deliveries.count());
      },
    });
  }
}
