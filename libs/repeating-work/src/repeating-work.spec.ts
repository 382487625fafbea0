import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RepeatingWork } from './repeating-work.js';

const pass = async (milliseconds: number): Promise<void> =>
  void (await vi.advanceTimersByTimeAsync(milliseconds));

describe('RepeatingWork', () => {
  const logger = new Logger('test');
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('runs so often, one run at a time, and once more when poked meanwhile', async () => {
    let [runs, atOnce, mostAtOnce] = [0, 0, 0];
    const work = new RepeatingWork(logger, {
      name: 'The test',
      everyMs: 100,
      run: async () => {
        runs += 1;
        atOnce += 1;
        mostAtOnce = Math.max(mostAtOnce, atOnce);
        await new Promise((resolve) => setTimeout(resolve, 250));
        atOnce -= 1;
      },
    });
    work.start();
    await pass(110);
    work.poke();
    work.poke();
    await pass(540);
    expect([runs, mostAtOnce]).toEqual([2, 1]);
    const stopped = work.stop();
    await pass(1_000);
    await stopped;
    const before = runs;
    work.poke();
    await pass(1_000);
    expect(runs).toBe(before);
  });

  it('goes on after a failure, and says once that it began and once that it is over', async () => {
    const errors = vi.spyOn(logger, 'error').mockReturnValue(undefined);
    const logs = vi.spyOn(logger, 'log').mockReturnValue(undefined);
    let fails = true;
    const work = new RepeatingWork(logger, {
      name: 'The test',
      everyMs: 100,
      run: async () => {
        if (fails) throw new Error('fails');
      },
    });
    work.start();
    await pass(1_000);
    expect(errors).toHaveBeenCalledTimes(1);
    fails = false;
    await pass(1_000);
    expect(logs).toHaveBeenCalledTimes(1);
    await work.stop();
  });
});
