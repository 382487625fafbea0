import { describe, expect, it } from 'vitest';
import { TargetAllowances } from './target-allowances.js';

const origin = 'https://receiver.example';

/** Acquires until the line is full; answers how many began and how many stand in line. */
async function fill(
  allowances: TargetAllowances,
): Promise<{ readonly began: number; readonly inLine: number }> {
  let [began, all] = [0, 0];
  for (;;) {
    const turn = allowances.acquire(origin);
    if (!turn) break;
    all += 1;
    void turn.then((mayBegin) => (began += mayBegin ? 1 : 0));
  }
  await new Promise((resolve) => setImmediate(resolve));
  return { began, inLine: all - began };
}

describe('TargetAllowances', () => {
  it('starts at 64 calls at once, and lets four times as many stand in line', async () => {
    expect(await fill(new TargetAllowances(2000))).toEqual({ began: 64, inLine: 256 });
  });

  it('grows with each answer, up to the limit', async () => {
    const allowances = new TargetAllowances(65);
    for (let call = 0; call < 3; call += 1) {
      await allowances.acquire(origin);
      allowances.release(origin, true);
    }
    expect((await fill(allowances)).began).toBe(65);
  });

  it('is halved by a call without an answer, once a second', async () => {
    const allowances = new TargetAllowances(2000);
    for (let call = 0; call < 3; call += 1) {
      await allowances.acquire(origin);
      allowances.release(origin, false);
    }
    expect((await fill(allowances)).began).toBe(32);
  });

  it('is never above the limit of the process', async () => {
    const allowances = new TargetAllowances(2);
    await allowances.acquire(origin);
    allowances.release(origin, false);
    expect((await fill(allowances)).began).toBe(2);
  });

  it('is not changed by a turn that made no call, and lets the next in line begin', async () => {
    const allowances = new TargetAllowances(1);
    await allowances.acquire(origin);
    const next = allowances.acquire(origin);
    allowances.release(origin, undefined);
    expect(await next).toBe(true);
  });

  it('keeps targets apart', async () => {
    const allowances = new TargetAllowances(2000);
    await fill(allowances);
    expect(await allowances.acquire('https://another.example')).toBe(true);
  });

  it('sends away who stands in line and who comes, once it has ended', async () => {
    const allowances = new TargetAllowances(1);
    await allowances.acquire(origin);
    const next = allowances.acquire(origin);
    allowances.end();
    expect(await next).toBe(false);
    expect(await allowances.acquire(origin)).toBe(false);
  });
});
