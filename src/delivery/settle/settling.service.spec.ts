import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallLimits } from '../call/call-limits.js';
import type { FinishedCall } from './finished-call.js';
import type { GroupSettling } from './group-settling.service.js';
import { Settling } from './settling.service.js';

/** How many calls each group has, `milliseconds` after 300 of them. */
async function groupsAfter(milliseconds: number, isBringingIn: boolean): Promise<readonly number[]> {
  const settle = vi.fn<GroupSettling['settle']>(async () => undefined);
  const settling = new Settling({ settle } as unknown as GroupSettling, { isBringingIn } as CallLimits);
  for (let call = 0; call < 300; call += 1) void settling.settle({} as FinishedCall);
  await vi.advanceTimersByTimeAsync(milliseconds);
  return settle.mock.calls.map(([calls]) => calls.length);
}

describe('Settling', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('begins with enough for a group', async () => {
    expect(await groupsAfter(2, false)).toEqual([300]);
  });

  it('lets deliveries that are brought in be called first, for a tenth of a second', async () => {
    expect(await groupsAfter(90, true)).toEqual([]);
    expect(await groupsAfter(110, true)).toEqual([300]);
  });
});
