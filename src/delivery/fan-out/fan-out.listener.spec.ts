import type { EntityManager, TransactionRunner } from '@app/database';
import type { EventBus } from '@app/event-bus';
import { NotificationsRecorded } from '@contracts/events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallsAtOnce } from '../at-once/calls-at-once.service.js';
import type { Dispatcher } from '../dispatch/dispatcher.service.js';
import type { OwedRow } from '../owed/owed-row.js';
import { FanOutListener } from './fan-out.listener.js';
import type { FanOutRepository } from './fan-out.repository.js';

const room = { owner: 5, jobs: 4 };
const rows = [{ id: 1, lease_id: 7 } as OwedRow];
const insertLastsMs = 900;
const result = { deliveries: new Map([[1, 1]]), leases: [], atOnce: rows, areLeft: false };

describe('FanOutListener', () => {
  let hooks: (() => Promise<void>)[];
  const insert = vi.fn<FanOutRepository['insert']>(async () => {
    await vi.advanceTimersByTimeAsync(insertLastsMs);
    return result;
  });
  const begin = vi.fn<() => Promise<void>>(async () => undefined);
  const prepare = vi.fn<CallsAtOnce['prepare']>(() => begin);
  const dispatch = vi.fn<Dispatcher['dispatch']>(async () => true);

  beforeEach(() => {
    vi.clearAllMocks();
    vi.useFakeTimers();
    hooks = [];
  });
  afterEach(() => void vi.useRealTimers());

  async function fanOut(isInTransaction: boolean): Promise<void> {
    const transactions: Partial<TransactionRunner> = {
      isInTransaction,
      afterCommit: (_manager, hook) => void hooks.push(async () => hook()),
    };
    const listener = new FanOutListener(
      { insert } as unknown as FanOutRepository,
      { newLeases: () => ({}), dispatch } as unknown as Dispatcher,
      transactions as TransactionRunner,
      {} as EventBus,
      { room, prepare } as unknown as CallsAtOnce,
    );
    await listener.fanOut(new NotificationsRecorded([]), {} as EntityManager);
  }

  it('has called at once what is as old as the moment before it was inserted, and only after the commit', async () => {
    const asOf = performance.now();
    await fanOut(false);
    expect(insert.mock.calls[0]?.[2]).toBe(room);
    expect(prepare.mock.calls).toEqual([[rows, [], asOf]]);
    expect(performance.now()).toBe(asOf + insertLastsMs);
    expect(begin).not.toHaveBeenCalled();
    await Promise.all(hooks.map(async (hook) => hook()));
    expect(begin).toHaveBeenCalledOnce();
  });

  it('begins it though the queue fails, or is waited for, which is told to whoever runs what follows a commit', async () => {
    dispatch.mockRejectedValue(new Error('away'));
    await fanOut(false);
    await expect(hooks[0]!()).rejects.toThrow('away');
    expect(begin).toHaveBeenCalledOnce();
  });

  it("leaves to the queue what is recorded in a caller's transaction, which may change webhooks and last for long", async () => {
    await fanOut(true);
    expect(insert.mock.calls[0]?.[2]).toEqual({ owner: null, jobs: 0 });
    expect(prepare).not.toHaveBeenCalled();
  });
});
