import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { OperationsReports } from './operations-report.service.js';

const nothing = async (): Promise<object> => Promise.resolve({});
let gathered: number;
let reports: OperationsReports;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  gathered = 0;
  const standing = async (): Promise<number> => Promise.resolve((gathered += 1));
  reports = new OperationsReports(
    { find: nothing } as never,
    { minutes: nothing, arrivals: nothing } as never,
    { state: nothing } as never,
    { standing } as never,
    { state: nothing } as never,
  );
});
afterEach(() => vi.useRealTimers());

it('A report is made anew for a page, and shared for a few seconds by all who follow it', async () => {
  await reports.make();
  await Promise.all([reports.recent(), reports.recent()]);
  expect(gathered).toBe(1);
  await vi.advanceTimersByTimeAsync(4_000);
  await Promise.all([reports.recent(), reports.recent()]);
  expect(gathered).toBe(2);
  await reports.make();
  expect(gathered).toBe(3);
});
