import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AmbientManager } from './ambient-manager.js';

const manager = (name: string): EntityManager => ({ name }) as unknown as EntityManager;

describe('AmbientManager', () => {
  const ambient = new AmbientManager();
  const first = manager('first');
  const second = manager('second');

  afterEach(() => vi.restoreAllMocks());

  it('is there for all that runs under it, and for nobody else', async () => {
    const inside = ambient.run(first, async () => {
      await sleep(1);
      return ambient.manager;
    });
    expect(ambient.manager).toBeUndefined();
    expect(await inside).toBe(first);
    expect(ambient.manager).toBeUndefined();
  });

  it('stays while another one ends', async () => {
    const short = ambient.run(second, async () => ambient.manager);
    const long = ambient.run(first, async () => {
      await short;
      await sleep(1);
      return ambient.manager;
    });
    expect(await Promise.all([short, long])).toEqual([second, first]);
  });

  it('is left by what begins outside of it', async () => {
    const seen = await ambient.run(first, async () => {
      const outside = ambient.exit(async () => {
        await sleep(1);
        return ambient.manager;
      });
      return [await outside, ambient.manager];
    });
    expect(seen).toEqual([undefined, first]);
  });

  it('costs nothing while nobody runs under one, even where the last one failed', async () => {
    const disable = vi.spyOn(AsyncLocalStorage.prototype, 'disable');
    const long = ambient.run(first, () => sleep(2));
    await expect(ambient.run(second, () => Promise.reject(new Error('rolled back')))).rejects.toThrow(
      'rolled back',
    );
    expect(disable).not.toHaveBeenCalled();
    await long;
    expect(disable).toHaveBeenCalledOnce();
  });
});
