import { array, assert, asyncProperty, boolean, integer, nat, record } from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MicroBatcher, type MicroBatcherOptions } from './micro-batcher.js';

interface Item {
  /** After the one before it. */
  readonly gapMs: number;
  readonly weight: number;
  readonly fails: boolean;
}

type Options = Omit<MicroBatcherOptions<Item, string>, 'flush' | 'isHopeless'>;

/** One call of `flush`. */
interface Flush {
  readonly items: readonly number[];
  readonly beganAt: number;
  readonly isFailed: boolean;
  /** Calls under way with it, itself included. */
  readonly atOnce: number;
}

interface Played {
  readonly flushes: readonly Flush[];
  /** What each item was answered, by number. */
  readonly answers: readonly string[];
  readonly addedAt: readonly number[];
}

const items = array(
  record({
    gapMs: nat(12),
    weight: integer({ min: 1, max: 7 }),
    fails: integer({ min: 0, max: 5 }).map((one) => one === 0),
  }),
  { minLength: 1, maxLength: 40 },
);
const gathering = record({
  weight: integer({ min: 1, max: 12 }),
  waitMs: integer({ min: 1, max: 30 }),
  alsoFirst: boolean(),
});
const options = record(
  {
    maximumWeight: integer({ min: 1, max: 12 }),
    concurrency: integer({ min: 1, max: 3 }),
    beside: gathering,
  },
  { requiredKeys: ['maximumWeight', 'concurrency'] },
);
const durations = array(nat(25), { minLength: 1, maxLength: 5 });

const succeeded = (item: number): string => `${item} is done`;
const failed = (item: number): string => `${item} is wrong`;

/** Adds the items, each at its time; each call of `flush` takes the next duration. Nothing may be left at the end. */
async function play(
  list: readonly Item[],
  given: Options,
  { durationsMs, isHopeless }: { readonly durationsMs: readonly number[]; readonly isHopeless: boolean },
): Promise<Played> {
  const flushes: Flush[] = [];
  const addedAt: number[] = [];
  let underWay = 0;
  const flush = async (group: readonly Item[]): Promise<readonly string[]> => {
    const numbers = group.map((item) => list.indexOf(item));
    const wrong = numbers.find((number) => list[number]!.fails);
    underWay += 1;
    const isFailed = wrong !== undefined;
    const durationMs = durationsMs[flushes.length % durationsMs.length]!;
    flushes.push({ items: numbers, beganAt: performance.now(), isFailed, atOnce: underWay });
    await new Promise((resolve) => setTimeout(resolve, durationMs));
    underWay -= 1;
    if (isFailed) throw new Error(failed(wrong));
    return numbers.map(succeeded);
  };
  const batcher = new MicroBatcher<Item, string>({ ...given, flush, isHopeless: () => isHopeless });
  const answers: Promise<string>[] = [];
  for (const item of list) {
    await vi.advanceTimersByTimeAsync(item.gapMs);
    addedAt.push(performance.now());
    answers.push(batcher.add(item, item.weight).catch((error: unknown) => (error as Error).message));
  }
  const idle = batcher.idle();
  await vi.runAllTimersAsync();
  await idle;
  expect(batcher.size).toBe(0);
  return { flushes, answers: await Promise.all(answers), addedAt };
}

/** Groups as they were closed, without the halves of those that failed. */
function groupsOf({ flushes }: Played): readonly Flush[] {
  const seen = new Set<number>();
  return flushes.filter(({ items: [first] }) => {
    const isNew = !seen.has(first!);
    for (const flush of flushes) if (flush.items[0] === first) flush.items.forEach((item) => seen.add(item));
    return isNew;
  });
}

describe('MicroBatcher, whatever comes', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('answers every item with its own result or its own failure, and does none twice', async () => {
    await assert(
      asyncProperty(items, options, durations, async (list, given, durationsMs) => {
        const { flushes, answers } = await play(list, given, { durationsMs, isHopeless: false });
        expect(answers).toEqual(
          list.map(({ fails }, number) => (fails ? failed(number) : succeeded(number))),
        );
        const done = flushes.filter(({ isFailed }) => !isFailed).flatMap((flush) => flush.items);
        const good = [...list.keys()].filter((number) => !list[number]!.fails);
        expect(done.toSorted((one, other) => one - other)).toEqual(good);
      }),
    );
  });

  it('keeps the order, and the bounds of groups and of groups at once', async () => {
    await assert(
      asyncProperty(items, options, durations, async (list, given, durationsMs) => {
        const played = await play(list, given, { durationsMs, isHopeless: false });
        const groups = groupsOf(played);
        expect(groups.flatMap((group) => group.items)).toEqual([...list.keys()]);
        for (const group of groups) {
          const weights = group.items.map((number) => list[number]!.weight);
          const weight = weights.reduce((sum, one) => sum + one, 0);
          // One heavier item goes alone.
          const bound = weights.length === 1 ? Math.max(given.maximumWeight, weight) : given.maximumWeight;
          expect(weight).toBeLessThanOrEqual(bound);
        }
        for (const { atOnce } of played.flushes) expect(atOnce).toBeLessThanOrEqual(given.concurrency);
      }),
    );
  });

  it('lets nobody wait longer than it says while there is a place', async () => {
    await assert(
      asyncProperty(items, options, durations, async (list, { beside, ...given }, durationsMs) => {
        const free = { ...given, concurrency: list.length, ...(beside ? { beside } : {}) };
        const played = await play(list, free, { durationsMs, isHopeless: false });
        for (const { items: numbers, beganAt } of groupsOf(played)) {
          const waitedMs = beganAt - played.addedAt[numbers[0]!]!;
          // Timers count whole milliseconds.
          expect(waitedMs).toBeLessThanOrEqual((beside?.waitMs ?? 0) + 1);
        }
      }),
    );
  });

  it('fails a group as a whole, and tries no part of it, when no smaller one would fare better', async () => {
    await assert(
      asyncProperty(items, options, durations, async (list, given, durationsMs) => {
        const { flushes, answers } = await play(list, given, { durationsMs, isHopeless: true });
        expect(flushes.flatMap((flush) => flush.items)).toEqual([...list.keys()]);
        for (const { items: numbers } of flushes) {
          const wrong = numbers.find((number) => list[number]!.fails);
          const expected = numbers.map((number) => (wrong === undefined ? succeeded(number) : failed(wrong)));
          expect(numbers.map((number) => answers[number])).toEqual(expected);
        }
      }),
    );
  });
});
