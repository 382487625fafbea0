import { describe, expect, it } from 'vitest';
import { MicroBatcher } from './micro-batcher.js';

function batcherOf(
  flush: (items: readonly number[]) => Promise<readonly number[]>,
  isHopeless?: () => boolean,
) {
  return new MicroBatcher<number, number>({
    flush,
    maximumWeight: 4,
    concurrency: 1,
    ...(isHopeless ? { isHopeless } : {}),
  });
}

describe('MicroBatcher', () => {
  it('groups what is added together, up to the weight, in order', async () => {
    const groups: (readonly number[])[] = [];
    const batcher = batcherOf(async (items) => {
      groups.push(items);
      return items.map((item) => item * 10);
    });
    const results = await Promise.all([1, 2, 3, 4, 5].map((item) => batcher.add(item)));
    expect(results).toEqual([10, 20, 30, 40, 50]);
    expect(groups).toEqual([[1, 2, 3, 4], [5]]);
  });

  it('halves a failing group until the bad item stands alone', async () => {
    const batcher = batcherOf(async (items) => {
      if (items.includes(3)) throw new Error('three');
      return items;
    });
    const results = await Promise.allSettled([1, 2, 3, 4].map((item) => batcher.add(item)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });

  it('fails a hopeless group at once', async () => {
    let calls = 0;
    const batcher = batcherOf(
      async () => {
        calls += 1;
        throw new Error('away');
      },
      () => true,
    );
    await Promise.allSettled([1, 2, 3].map((item) => batcher.add(item)));
    expect(calls).toBe(1);
  });

  it('lets an item heavier than the bound go alone, and tells when it is idle', async () => {
    const groups: number[] = [];
    const batcher = batcherOf(async (items) => {
      groups.push(items.length);
      return items;
    });
    void batcher.add(1, 9);
    void batcher.add(2);
    await batcher.idle();
    expect(groups).toEqual([1, 1]);
    expect(batcher.size).toBe(0);
  });
});
