import { describe, expect, it, vi } from 'vitest';
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

/** Groups end when they are told to. */
function held(waitMs = 30) {
  const groups: { readonly items: readonly number[]; readonly end: () => void }[] = [];
  const batcher = new MicroBatcher<number, number>({
    flush: (items) => new Promise((resolve) => groups.push({ items, end: () => resolve(items) })),
    maximumWeight: 10,
    concurrency: 2,
    beside: { weight: 3, waitMs },
  });
  return { batcher, groups };
}
/** Not by a timer: on a busy machine that may be over before the batcher had its turn. */
const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

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

  describe('with a group under way', () => {
    it('begins another beside it once there is enough for one', async () => {
      const { batcher, groups } = held();
      const added = [batcher.add(1)];
      await turn();
      added.push(batcher.add(2), batcher.add(3));
      await turn();
      expect(groups.map(({ items }) => items)).toEqual([[1]]);
      added.push(batcher.add(4));
      await turn();
      expect(groups.map(({ items }) => items)).toEqual([[1], [2, 3, 4]]);
      groups.forEach(({ end }) => end());
      expect(await Promise.all(added)).toEqual([1, 2, 3, 4]);
    });

    it('asks anew what is enough with each item', async () => {
      let weight = 3;
      const groups: (readonly number[])[] = [];
      const batcher = new MicroBatcher<number, number>({
        flush: async (items) => (groups.push(items), items),
        maximumWeight: 10,
        concurrency: 2,
        beside: () => ({ weight, waitMs: 60_000, alsoFirst: true }),
      });
      const added = [batcher.add(1)];
      await turn();
      expect(groups).toEqual([]);
      weight = 2;
      await Promise.all([...added, batcher.add(2)]);
      expect(groups).toEqual([[1, 2]]);
    });

    it('never waits for a negative time, though what it waits for is over meanwhile', async () => {
      const waits = [1, -1];
      const batcher = new MicroBatcher<number, number>({
        flush: async (items) => items,
        maximumWeight: 10,
        concurrency: 2,
        beside: () => ({ weight: 5, waitMs: waits.shift() ?? -1, alsoFirst: true }),
      });
      const wait = vi.spyOn(globalThis, 'setTimeout');
      await batcher.add(1);
      expect(wait.mock.calls.map(([, milliseconds]) => milliseconds)).toEqual([0]);
      wait.mockRestore();
    });

    it('lets nobody wait longer than it says', async () => {
      const { batcher, groups } = held();
      const added = [batcher.add(1)];
      await turn();
      added.push(batcher.add(2));
      await expect.poll(() => groups.length, { interval: 5, timeout: 2_000 }).toBe(2);
      groups.forEach(({ end }) => end());
      expect(await Promise.all(added)).toEqual([1, 2]);
    });

    it('takes what has gathered when it ends', async () => {
      const { batcher, groups } = held(60_000);
      const added = [batcher.add(1)];
      await turn();
      added.push(batcher.add(2));
      groups[0]!.end();
      await expect.poll(() => groups.length).toBe(2);
      groups[1]!.end();
      expect(await Promise.all(added)).toEqual([1, 2]);
      await batcher.idle();
    });

    it('gathers the first group as well, where that is asked for', async () => {
      const groups: (readonly number[])[] = [];
      const batcher = new MicroBatcher<number, number>({
        flush: async (items) => (groups.push(items), items),
        maximumWeight: 10,
        concurrency: 2,
        beside: { weight: 3, waitMs: 30, alsoFirst: true },
      });
      const first = batcher.add(1);
      await turn();
      expect(groups).toEqual([]);
      await Promise.all([first, batcher.add(2), batcher.add(3)]);
      expect(groups).toEqual([[1, 2, 3]]);
      await batcher.add(4);
      expect(groups).toEqual([[1, 2, 3], [4]]);
    });
  });

  describe('with a group that has ended', () => {
    it('waits for those it answered, and no longer than it says', async () => {
      const groups: (readonly number[])[] = [];
      const batcher = new MicroBatcher<number, number>({
        flush: async (items) => {
          groups.push(items);
          return Promise.resolve(items);
        },
        maximumWeight: 10,
        concurrency: 1,
        gatherMs: 30,
      });
      await Promise.all([batcher.add(1), batcher.add(2)]);
      const first = batcher.add(3);
      await turn();
      expect(groups).toEqual([[1, 2]]);
      await Promise.all([first, batcher.add(4)]);
      expect(groups).toEqual([
        [1, 2],
        [3, 4],
      ]);
      await batcher.add(5);
      expect(groups[2]).toEqual([5]);
      const began = performance.now();
      await batcher.add(6);
      expect(performance.now() - began).toBeLessThan(25);
    });
  });
});
