import { setImmediate as nextTurn } from 'node:timers/promises';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { describe, expect, it } from 'vitest';
import { HeardPromise } from './heard-promise.js';

const reason = new Error('no');

function failing(): { readonly promise: HeardPromise; readonly reports: unknown[] } {
  const reports: unknown[] = [];
  const promise = new HeardPromise((_resolve, reject) => reject(reason));
  promise.whenUnheard((error) => reports.push(error));
  return { promise, reports };
}

function emitterOf(answer: unknown): EventEmitter2 {
  const emitter = new EventEmitter2();
  const listener: () => unknown = () => answer;
  emitter.onAny(listener);
  return emitter;
}

describe('HeardPromise', () => {
  it('reports a failure that emit throws away, and is then handled', async () => {
    const { promise, reports } = failing();
    emitterOf(promise).emit('anything');
    await nextTurn();
    await nextTurn();
    expect(reports).toEqual([reason]);
  });

  it('leaves a failure to who awaits emitAsync, which waits for catch-all listeners too', async () => {
    const { promise, reports } = failing();
    await expect(emitterOf(promise).emitAsync('anything')).rejects.toBe(reason);
    await nextTurn();
    expect(reports).toEqual([]);
  });

  it('lets emitAsync wait for a success', async () => {
    let done = false;
    const promise = new HeardPromise((resolve) => {
      setImmediate(() => {
        done = true;
        resolve();
      });
    });
    await emitterOf(promise).emitAsync('anything');
    expect(done).toBe(true);
  });
});
