import { Metrics } from '@app/health';
import { CallsSettled, type SettledCall } from '@contracts/delivery';
import { describe, expect, it } from 'vitest';
import { DeliveryMetrics } from '../delivery-metrics.listener.js';
import { toArrivalTimes } from './arrival-times.js';
import { TrafficCounter } from './traffic-counter.listener.js';

const recorded = new Date('2026-05-03T10:00:00.000Z');
const good = { success: true, durationMs: 20, error: null };
const failed = { success: false, durationMs: 20, error: { code: 'status', message: '' } };

function callOf(fields: Partial<SettledCall>, result: object = good): SettledCall {
  const call = { deliveryId: 3, round: 1, final: true, began: recorded, nextAttempt: null };
  return { ...call, notification: { recorded }, result, ...fields } as unknown as SettledCall;
}

const settled = new CallsSettled([
  callOf({}),
  // Its lease was gone: it is called again, and that call counts.
  callOf({ final: false }),
  callOf({ round: 2 }),
  callOf({ deliveryId: null }),
  callOf({ final: false }, failed),
  callOf({}, failed),
]);

describe('TrafficCounter', () => {
  it('counts each delivery once, and the arrivals that the metric shows', async () => {
    const metrics = new Metrics();
    new DeliveryMetrics(metrics).onSettled(settled);
    const counter = new TrafficCounter({ now: () => recorded });
    counter.onSettled(settled);
    const [minute] = counter.takeChanged();
    expect(minute).toMatchObject({ recorded: 0, delivered: 2, failed: 2 });
    expect(toArrivalTimes(minute!.arrivals)).toEqual({ count: 1, median: 0.025, p95: 0.025 });
    expect(await metrics.text()).toContain('doorbell_arrival_seconds_count 1\n');
  });
});
