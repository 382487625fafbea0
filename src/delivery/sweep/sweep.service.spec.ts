import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Dispatcher } from '../dispatch/dispatcher.service.js';
import type { HeldLeases } from '../lease/held-leases.js';
import type { LeaseRepository } from '../lease/lease.repository.js';
import { Sweep } from './sweep.service.js';
import type { Claim, SweepRepository } from './sweep.repository.js';

const now = new Date('2026-05-03T12:00:00.000Z');

type Repository = Pick<SweepRepository, 'head' | 'turn' | 'claim'>;

/** A sweep of queues with so many jobs free. */
function sweepOf(repository: Repository, free: number): Sweep {
  const terms = { owner: 1, epoch: 'memory' };
  const dispatcher = {
    room: () => free,
    refreshEpoch: async () => 'memory',
    releaseUnqueued: async () => false,
    newLeases: () => ({ terms, lengthMs: 1, room: { fresh: free, slow: free } }),
    dispatch: async () => true,
  };
  return new Sweep(
    repository as SweepRepository,
    { reap: async () => 0 } as unknown as LeaseRepository,
    dispatcher as unknown as Dispatcher,
    { observer: { id: 1, isSteady: true, held: [] } } as unknown as HeldLeases,
    { now: () => now },
  );
}

/** Sweeps both lanes once, with so many jobs free in each one's queue and `due` deliveries of two organizers in `fresh`. */
async function sweep(
  free: number,
  due: number,
): Promise<{ readonly limits: number[]; readonly claims: Claim[] }> {
  const limits: number[] = [];
  const claims: Claim[] = [];
  let left = due;
  const repository: Repository = {
    head: async ({ slow }, limit) => {
      if (!slow) limits.push(limit);
      const count = slow ? 0 : Math.min(left, limit);
      return { count, oldest: count > 0 ? now : null, organizers: count > 0 ? [1] : [] };
    },
    turn: async () => ({ organizers: [1, 2], last: null }),
    claim: async (claim) => {
      claims.push(claim);
      left = 0;
      return ['1'];
    },
  };
  const service = sweepOf(repository, free);
  service.onApplicationBootstrap();
  await service.stop();
  return { limits, claims };
}

/** How often each lane is looked at within four seconds, when so many are due in the slow one each time. */
async function looks(due: number): Promise<{ readonly fresh: number; readonly slow: number }> {
  const seen = { fresh: 0, slow: 0 };
  const service = sweepOf(
    {
      head: async ({ slow }) => {
        seen[slow ? 'slow' : 'fresh'] += 1;
        const count = slow ? due : 0;
        return { count, oldest: count > 0 ? now : null, organizers: [1] };
      },
      turn: async () => ({ organizers: [1], last: null }),
      claim: async () => ['1'],
    },
    400,
  );
  service.onApplicationBootstrap();
  await vi.advanceTimersByTimeAsync(3_950);
  await service.stop();
  return seen;
}

describe('A sweep', () => {
  it('takes all that is due, whoever it belongs to, when the queue has room for it', async () => {
    const { claims } = await sweep(400, 30);
    expect(claims).toMatchObject([{ limit: 4_000 }]);
    expect(claims[0]).not.toHaveProperty('organizers');
  });

  it('gives each organizer the same share of the room when more is due, those of the turn beside those of the head', async () => {
    const { claims } = await sweep(400, 1_000_000);
    expect(claims).toMatchObject([{ limit: 2_000, organizers: [1, 2] }]);
  });

  it('fills the queue no further than to what is called within about a second', async () => {
    expect((await sweep(400, 1_000_000)).limits[0]).toBe(4_000);
    expect((await sweep(360, 1_000_000)).limits[0]).toBe(2_000);
  });

  it('adds a little to a queue that others have filled, and nothing to one that is full', async () => {
    expect((await sweep(200, 1_000_000)).limits[0]).toBe(500);
    expect((await sweep(3, 1_000_000)).limits[0]).toBe(150);
    expect((await sweep(0, 1_000_000)).limits).toEqual([]);
  });
});

describe('The sweep', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('looks each second for what is due, and more often where something was', async () => {
    expect(await looks(0)).toEqual({ fresh: 4, slow: 4 });
    const { fresh, slow } = await looks(30);
    expect(fresh).toBe(4);
    expect(slow).toBeGreaterThanOrEqual(16);
  });
});
