import type { Connections } from '@app/database';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProcessRegistry } from './process-registry.service.js';

/** A machine that may be too busy to let this process run. Its database answers at once, unless it stands still. */
class Machine {
  private elapsedMs = 0;
  /** How long the next answer of the database takes; it fails where that is Infinity. */
  nextAnswerMs = 0;

  readonly connection = { query: async () => this.answer() } as unknown as Pick<Connections, 'query'>;

  constructor() {
    vi.spyOn(performance, 'now').mockImplementation(() => this.elapsedMs);
  }

  private answer(): readonly object[] {
    const takes = this.nextAnswerMs;
    this.nextAnswerMs = 0;
    if (takes === Infinity) throw new Error('The connection is lost.');
    this.elapsedMs += takes;
    return [{ id: 1 }];
  }

  /** Time passes in which nothing of this process runs; then what is due runs. */
  async block(milliseconds: number): Promise<void> {
    this.elapsedMs += milliseconds;
    await vi.advanceTimersByTimeAsync(1_000);
  }
}

describe('whether a process may judge that others are dead', () => {
  let machine: Machine;
  let registry: ProcessRegistry;
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    machine = new Machine();
    registry = await ProcessRegistry.join(machine.connection, 'worker');
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('It may at once, however long its start took.', async () => {
    await machine.block(4_000);
    expect(registry.isSteady).toBe(true);
  });

  it('It may not for five seconds after the database stood still while it started.', async () => {
    machine.nextAnswerMs = 4_000;
    await machine.block(1_000);
    expect(registry.isSteady).toBe(false);
    for (let second = 0; second < 5; second += 1) await machine.block(1_000);
    expect(registry.isSteady).toBe(true);
    machine.nextAnswerMs = 4_000;
    expect((await ProcessRegistry.join(machine.connection, 'worker')).isSteady).toBe(false);
  });

  it('It may not for five seconds after its first heartbeats failed.', async () => {
    machine.nextAnswerMs = Infinity;
    await machine.block(1_000);
    await machine.block(4_000);
    expect(registry.isSteady).toBe(false);
  });

  it('It may not for five seconds after its heart stood still, since those of the others did, too.', async () => {
    await machine.block(1_000);
    await machine.block(4_000);
    expect(registry.isSteady).toBe(false);
    for (let second = 0; second < 4; second += 1) await machine.block(1_000);
    expect(registry.isSteady).toBe(false);
    await machine.block(1_000);
    expect(registry.isSteady).toBe(true);
  });

  it('It is not heard while its heartbeats fail, from before others take it for dead, and is with the next one.', async () => {
    await machine.block(1_000);
    expect(registry.isHeard).toBe(true);
    machine.nextAnswerMs = Infinity;
    await machine.block(3_000);
    expect(registry.isHeard).toBe(false);
    await machine.block(1_000);
    expect([registry.isHeard, registry.isSteady]).toEqual([true, false]);
  });
});
