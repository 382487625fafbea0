import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Settings } from '../../config/settings.js';
import type { Dispatcher } from './dispatcher.service.js';
import { QueuePace } from './queue-pace.service.js';

describe('QueuePace', () => {
  let room: number;
  let isOpen: boolean;

  beforeEach(() => {
    vi.useFakeTimers();
    [room, isOpen] = [0, true];
  });
  afterEach(() => void vi.useRealTimers());

  /** When the turn comes, in milliseconds. */
  async function waited(role: Settings['role']): Promise<number> {
    const dispatcher = { room: () => room, isOpen } as unknown as Dispatcher;
    const began = performance.now();
    const turn = new QueuePace(dispatcher, { role } as Settings).turn().then(() => performance.now());
    await vi.advanceTimersByTimeAsync(1_000);
    return (await turn) - began;
  }

  it('waits for nothing while the queue has room', async () => {
    room = 400;
    expect(await waited('all')).toBeLessThanOrEqual(1);
  });

  it('waits until there is room, and a quarter of a second at most', async () => {
    setTimeout(() => (room = 40), 100);
    expect(await waited('all')).toBeLessThanOrEqual(106);
    room = 39;
    const longest = await waited('worker');
    expect(longest).toBeGreaterThanOrEqual(250);
    expect(longest).toBeLessThanOrEqual(256);
  });

  it('waits for no queue that others work off, nor for one that cannot be told about', async () => {
    expect(await waited('api')).toBeLessThanOrEqual(1);
    isOpen = false;
    expect(await waited('all')).toBeLessThanOrEqual(1);
  });
});
