import type { EntityManager } from '@app/database';
import { describe, expect, it } from 'vitest';
import { CallIds } from './call-ids.service.js';

describe('CallIds', () => {
  it('gives no id twice, and none outside its blocks, to groups that draw at once', async () => {
    let first = 1 - 1_000;
    const manager = { query: async () => [{ first: (first += 1_000) }] } as unknown as EntityManager;
    const ids = new CallIds();
    const drawn = await Promise.all([500, 500, 1, 750].map(async (count) => ids.draw(count, manager)));
    const all = drawn.flat();
    expect(new Set(all).size).toBe(1_751);
    expect(all.filter((id) => (id - 1) % 1_000 >= 500)).toEqual([]);
    for (const own of drawn) expect(own).toEqual([...own].toSorted((a, b) => a - b));
  });
});
