import { describe, expect, it } from 'vitest';
import { CallSlots } from './call-slots.js';

type Turn = boolean | Promise<boolean>;

/** What has been answered so far. */
async function answersOf(turns: readonly Turn[]): Promise<readonly (boolean | undefined)[]> {
  const answers: (boolean | undefined)[] = turns.map(() => undefined);
  turns.forEach((turn, index) => void Promise.resolve(turn).then((answer) => (answers[index] = answer)));
  await new Promise((resolve) => setImmediate(resolve));
  return answers;
}

describe('CallSlots', () => {
  it('lets the limit begin, and the next one when a call ends', async () => {
    const slots = new CallSlots(2);
    const calls = [slots.acquire('fresh'), slots.acquire('fresh'), slots.acquire('fresh')];
    expect(await answersOf(calls)).toEqual([true, true, undefined]);
    slots.release('fresh');
    expect(await calls[2]).toBe(true);
    expect(slots.total).toBe(2);
  });

  it('gives the slow lane at most half, and lets fresh ones pass those who wait for it', async () => {
    const slots = new CallSlots(4);
    const slow = [slots.acquire('slow'), slots.acquire('slow'), slots.acquire('slow')];
    expect(await answersOf(slow)).toEqual([true, true, undefined]);
    expect(await answersOf([slots.acquire('fresh'), slots.acquire('fresh')])).toEqual([true, true]);
    slots.release('fresh');
    expect(await answersOf(slow)).toEqual([true, true, undefined]);
    slots.release('slow');
    expect(await slow[2]).toBe(true);
  });

  it('gives the slow lane one of one', () => {
    expect(new CallSlots(1).acquire('slow')).toBe(true);
  });

  it('sends away who waits and who comes, once it has ended', async () => {
    const slots = new CallSlots(1);
    const calls = [slots.acquire('fresh'), slots.acquire('slow')];
    slots.end();
    expect(await Promise.all([...calls, slots.acquire('fresh')])).toEqual([true, false, false]);
    slots.release('fresh');
    expect(slots.total).toBe(0);
  });
});
