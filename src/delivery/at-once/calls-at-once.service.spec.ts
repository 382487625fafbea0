import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { BatchIntake } from '../call/batch-intake.service.js';
import type { BatchLoader, LoadedBatch, LoadedDelivery } from '../call/batch.loader.js';
import type { CallHandler } from '../call/call.handler.js';
import { CallLimits } from '../call/call-limits.js';
import type { OwedRow } from '../owed/owed-row.js';
import type { ProcessRegistry } from '../process/process-registry.service.js';
import { CallsAtOnce } from './calls-at-once.service.js';

const rows = [1, 2, 3].map((id) => ({ id, lease_id: id < 3 ? 7 : 8 }) as OwedRow);
const batchOf = (callable: readonly OwedRow[]): LoadedBatch => ({
  callable: callable.map((row) => ({ row, lease: String(row.lease_id) }) as LoadedDelivery),
  dropped: [],
  unreadable: [],
});

describe('CallsAtOnce', () => {
  let limits: CallLimits;
  let isFresh: boolean;
  const registry = { id: 5, isHeard: true };
  const load = vi.fn<BatchLoader['loadRecorded']>();
  const handle = vi.fn<CallHandler['handle']>();
  const handleLoaded = vi.fn<CallHandler['handleLoaded']>();
  const byLease = new Map([
    ['7', []],
    ['8', []],
  ]);
  const beginLoaded = vi.fn<BatchIntake['beginLoaded']>(async () => byLease);

  beforeEach(() => {
    vi.clearAllMocks();
    limits = new CallLimits(400);
    isFresh = true;
    load.mockResolvedValue(batchOf(rows));
    handle.mockResolvedValue();
    handleLoaded.mockResolvedValue();
  });

  const start = (): CallsAtOnce =>
    new CallsAtOnce(
      limits,
      registry as ProcessRegistry,
      { loadRecorded: load } as unknown as BatchLoader,
      { beginLoaded, isSurelyOwed: () => isFresh } as unknown as BatchIntake,
      { handle, handleLoaded } as unknown as CallHandler,
    );

  it('has room for half of the calls that may be in flight, less what is in memory, and none when it ends', () => {
    const calls = start();
    expect(calls.room).toEqual({ owner: 5, jobs: 4 });
    void limits.run('slow', 'http://one', () => new Promise(() => undefined));
    expect(calls.room.jobs).toBe(3);
    limits.end();
    expect(calls.room.jobs).toBe(0);
  });

  it('has none while its heart is not heard: others would take what it calls for what a dead process has left', () => {
    registry.isHeard = false;
    expect(start().room.jobs).toBe(0);
    registry.isHeard = true;
    expect(start().room.jobs).toBe(4);
  });

  it('counts what it has handed over until all of it is under way', async () => {
    let go!: () => void;
    handleLoaded.mockReturnValue(new Promise((resolve) => (go = resolve)));
    const calls = start();
    const begun = calls.prepare(rows, [], 1)();
    await vi.waitFor(() => expect(handleLoaded).toHaveBeenCalledOnce());
    expect(calls.room.jobs).toBe(3);
    go();
    await begun;
    expect(calls.room.jobs).toBe(4);
  });

  it('calls what is loaded, under its leases, once it is told to', async () => {
    const begin = start().prepare(rows, [], 1);
    expect(load.mock.calls).toEqual([[rows, new Map(), 1]]);
    expect(handleLoaded).not.toHaveBeenCalled();
    await begin();
    expect(beginLoaded).toHaveBeenCalledWith(new Set(['7', '8']), batchOf(rows));
    expect(handleLoaded.mock.calls).toEqual([['fresh', byLease]]);
    expect(handle).not.toHaveBeenCalled();
  });

  it.each([
    ['could not be loaded', () => load.mockRejectedValue(new Error('The database went away.'))],
    ['is not all to be called', () => load.mockResolvedValue(batchOf(rows.slice(1)))],
    ['was loaded too long ago', () => (isFresh = false)],
  ])('takes the leases where it %s', async (_why, arrange) => {
    arrange();
    await start().prepare(rows, [], 1)();
    expect(handle.mock.calls).toEqual([
      ['fresh', { version: 1, lease: '7' }],
      ['fresh', { version: 1, lease: '8' }],
    ]);
    expect(beginLoaded).not.toHaveBeenCalled();
  });
});
