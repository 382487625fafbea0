import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Doorbell, expected, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';
import { type CallFields, failure, logCalls, settledCall } from './log-steps.js';

let doorbell: Doorbell;
let organizer: TestOrganizer;
beforeAll(async () => {
  doorbell = await startDoorbell();
  organizer = await doorbell.createOrganizer();
});
afterAll(() => doorbell.stop());

interface HourAnswer {
  readonly hour: string;
  readonly calls: number;
  readonly failures: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

const hourMs = 3_600_000;
const createWebhook = async (): Promise<number> =>
  (await organizer.createWebhook({ target_url: 'http://127.0.0.1:8/', action_types: [] })).id;
const statistics = async (id: number, query = ''): Promise<readonly HourAnswer[]> => {
  const path = `${organizer.path}/webhooks/${id}/stats/?${query}`;
  return expected(200, await organizer.api.get<{ results: readonly HourAnswer[] }>(path)).results;
};
const times = (count: number, fields: CallFields): readonly CallFields[] =>
  Array.from({ length: count }, () => fields);

describe('statistics', () => {
  it('count calls and failures by hour, with the durations of the middle and the tail; tests are not counted', async () => {
    const id = await createWebhook();
    const thisHour = Math.floor(Date.now() / hourMs) * hourMs;
    const [early, late] = [new Date(thisHour - 2 * hourMs), new Date(thisHour - hourMs + 1)];
    const fields = [
      ...times(97, { began: early, result: { durationMs: 40 } }),
      ...times(3, { began: early, result: { ...failure, durationMs: 5_000 } }),
      ...times(1, { began: late, result: { durationMs: 1_000 } }),
      ...times(5, { began: late, deliveryId: null, result: failure }),
    ];
    const calls = fields.map((field) => settledCall(organizer.id, id, field));
    for (let at = 0; at < calls.length; at += 10) await logCalls(doorbell, calls.slice(at, at + 10));
    const [first, second, ...more] = await statistics(id);
    expect(more).toEqual([]);
    expect(first).toMatchObject({ hour: early.toISOString(), calls: 100, failures: 3 });
    expect(first!.p50).toBeCloseTo(0.04, 1);
    expect(first!.p95).toBeLessThan(0.06);
    expect(first!.p99).toBeGreaterThan(4);
    expect(second).toMatchObject({
      hour: new Date(thisHour - hourMs).toISOString(),
      calls: 1,
      failures: 0,
    });
    const middle = new Date(thisHour - hourMs + 1_000).toISOString();
    expect(await statistics(id, `since=${middle}`)).toEqual([second]);
    expect(await statistics(id, `until=${new Date(thisHour - hourMs).toISOString()}`)).toEqual([first]);
    expect(await statistics(await createWebhook())).toEqual([]);
  });

  it('note the hours in which a webhook was last called, and last with success, however its calls are settled', async () => {
    const id = await createWebhook();
    const hours = [3, 2, 1, 0].map(
      (ago) => new Date((Math.floor(Date.now() / hourMs) - ago) * hourMs),
    ) as readonly Date[];
    const numberOf = (hour: Date | null): number | null =>
      hour && hours.findIndex((each) => each.getTime() === hour.getTime());
    const noted = async (...groups: readonly CallFields[]): Promise<unknown> => {
      await logCalls(
        doorbell,
        groups.map((fields) => settledCall(organizer.id, id, fields)),
      );
      const rows = await doorbell.query<{ hour: Date; success_hour: Date | null }>(
        `SELECT hour, success_hour FROM last_called WHERE webhook_id = ${id}`,
      );
      return rows.map(({ hour, success_hour }) => [numberOf(hour), numberOf(success_hour)]);
    };
    const failed = (hour: number): CallFields => ({
      began: hours[hour]!,
      result: { ...failure, durationMs: 40 },
    });
    const succeeded = (hour: number): CallFields => ({ began: hours[hour]!, result: { durationMs: 40 } });
    expect(await noted(failed(1))).toEqual([[1, null]]);
    expect(await noted(failed(1))).toEqual([[1, null]]);
    // The same hour, and as quick as those that failed.
    expect(await noted(succeeded(1))).toEqual([[1, 1]]);
    expect(await noted(failed(1), succeeded(1))).toEqual([[1, 1]]);
    expect(await noted(failed(3), succeeded(2))).toEqual([[3, 2]]);
    // Settled late.
    expect(await noted(succeeded(0), failed(2))).toEqual([[3, 2]]);
    expect(await noted(failed(3), succeeded(3))).toEqual([[3, 3]]);
  });

  it('lose nothing and never deadlock when groups with the same webhooks settle at once in any order', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, createWebhook));
    const groups = Array.from({ length: 24 }, (_, index) => {
      const inOrder = ids.flatMap((id) => times(3, {}).map((field) => settledCall(organizer.id, id, field)));
      return index % 2 === 0 ? inOrder : inOrder.toReversed();
    });
    await Promise.all(groups.map((group) => logCalls(doorbell, group)));
    for (const id of ids) {
      const counted = (await statistics(id)).reduce((sum, { calls }) => sum + calls, 0);
      expect(counted).toBe(72);
    }
  });
});
