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
    for (const { actionType } of notifications) this.recorded.inc({ action_type: actionType });
    for (const count of deliveries.values()) this.owed.inc(count);
  }

  @AfterCommit(CallsSettled)
  onSettled({ calls }: CallsSettled): void {
    for (const call of calls) {
      const { result, nextAttempt } = call;
      this.calls.inc({ error: result.error?.code ?? 'none' });
      this.durations.observe(result.durationMs / 1000);
      if (nextAttempt) this.retries.inc();
      if (call.final && call.deliveryId !== null) this.onEnded(call);
    }
  }

  @AfterCommit(DeliveriesDropped)
  onDropped({ deliveries }: DeliveriesDropped): void {
    for (const { reason } of deliveries) this.ended.inc({ how: reason });
  }

  private onEnded(call: SettledCall): void {
    this.ended.inc({ how: call.result.success ? 'succeeded' : 'exhausted' });
    const seconds = arrivalSeconds(call);
    if (seconds !== null) this.arrivals.observe(seconds);
  }
}
