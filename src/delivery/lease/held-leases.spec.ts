import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ProcessRegistry } from '../process/process-registry.service.js';
import { HeldLeases } from './held-leases.js';
import type { LeaseRepository } from './lease.repository.js';

const pass = async (milliseconds: number): Promise<void> =>
  void (await vi.advanceTimersByTimeAsync(milliseconds));

const own = 7;

class FakeLeases {
  readonly ended: string[][] = [];
  readonly extended: string[][] = [];
  readonly takes: string[] = [];
  isAway = false;

  async take(leases: readonly string[]): Promise<ReadonlySet<string>> {
    if (this.isAway) throw new Error('away');
    this.takes.push(...leases);
    return new Set(leases.filter((lease) => lease !== 'foreign'));
  }
  async extend(leases: readonly string[]): Promise<void> {
    this.extended.push([...leases]);
  }
  async release(leases: readonly string[], owner: number): Promise<void> {
    if (this.isAway) throw new Error('away');
    if (owner !== own) throw new Error('another process ends these');
    this.ended.push([...leases]);
  }
}

describe('HeldLeases', () => {
  let leases: FakeLeases;
  let held: HeldLeases;
  let hasLeft = false;

  beforeEach(() => {
    vi.useFakeTimers();
    leases = new FakeLeases();
    hasLeft = false;
    const registry = { id: own, leave: async () => void (hasLeft = true) };
    held = new HeldLeases(leases as unknown as LeaseRepository, registry as unknown as ProcessRegistry);
  });
  afterEach(() => vi.useRealTimers());

  it('takes a lease once, however often its job comes', async () => {
    expect(await Promise.all([held.take(['1', '2', '1']), held.take(['1', '3'])])).toEqual([
      new Set(['1', '2']),
      new Set(['3']),
    ]);
    expect(leases.takes).toEqual(['1', '2', '3']);
  });

  it('still counts as its own what is just being ended', async () => {
    let finish!: () => void;
    leases.release = async () => new Promise<void>((resolve) => (finish = resolve));
    await held.take(['1']);
    held.hold('1');
    held.letGo('1');
    await pass(300);
    expect(held.observer.held).toEqual(['1']);
    finish();
    await pass(300);
    expect(held.observer.held).toEqual([]);
  });

  it("does not hold another's lease", async () => {
    expect(await held.take(['foreign'])).toEqual(new Set());
    await pass(10_000);
    expect(leases.extended).toEqual([]);
    expect(leases.ended).toEqual([]);
  });

  it('ends a lease only when its job and its last delivery are over', async () => {
    await held.take(['1']);
    held.hold('1'); // the job
    held.hold('1'); // a delivery
    held.letGo('1'); // the job ends first
    await pass(1_000);
    expect(leases.ended).toEqual([]);
    held.letGo('1');
    await pass(1_000);
    expect(leases.ended).toEqual([['1']]);
  });

  it('prolongs what it holds', async () => {
    await held.take(['1']);
    held.hold('1');
    await pass(10_000);
    expect(leases.extended).toEqual([['1']]);
  });

  it('ends what it could not take or end as soon as the database is back', async () => {
    await held.take(['1']);
    held.hold('1');
    leases.isAway = true;
    held.letGo('1');
    await expect(held.take(['2'])).rejects.toThrow('away');
    await pass(1_000);
    leases.isAway = false;
    await pass(1_000);
    expect(leases.ended).toEqual([['1', '2']]);
    expect(await held.take(['2'])).toEqual(new Set(['2']));
  });

  it('gives everything back at the end, and leaves', async () => {
    await held.take(['1']);
    held.hold('1');
    held.refuse('2');
    await held.close();
    expect(leases.ended).toEqual([['2', '1']]);
    expect(hasLeft).toBe(true);
  });
});
