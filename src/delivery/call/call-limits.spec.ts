import { describe, expect, it } from 'vitest';
import { CallLimits, type LimitedCallEnd } from './call-limits.js';

const origin = 'https://receiver.example';

const ended: LimitedCallEnd = { answered: true, timedOut: false, durationMs: 1, settled: Promise.resolve() };

function gate(): { readonly opened: Promise<LimitedCallEnd>; readonly open: () => void } {
  let open!: () => void;
  const opened = new Promise<LimitedCallEnd>((resolve) => (open = () => resolve(ended)));
  return { opened, open };
}

const soon = async (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('CallLimits', () => {
  it('says that deliveries are brought in as long as none of them waits for room', async () => {
    const limits = new CallLimits(1);
    const { opened, open } = gate();
    expect(limits.isBringingIn).toBe(false);
    const calls = [1, 2].map(() => limits.run('fresh', origin, () => opened)!);
    const job = limits.bringIn(async () => {
      await soon();
      await limits.backpressure('fresh');
    });
    expect(limits.isBringingIn).toBe(true);
    await soon();
    expect(limits.isBringingIn).toBe(false);
    open();
    await Promise.all([...calls, job]);
    expect(limits.isBringingIn).toBe(false);
  });

  it('does not take what is handed back for brought in: a target that hangs would put off all settling', async () => {
    const limits = new CallLimits(1);
    const { opened, open } = gate();
    const handingBack = limits.handBack(async () => void (await opened));
    expect(limits.isBringingIn).toBe(false);
    open();
    await handingBack;
  });

  it('holds twice the calls in flight in memory, and lets every waiting job go on when there is room again', async () => {
    const limits = new CallLimits(1);
    const { opened, open } = gate();
    const calls = [1, 2].map(() => limits.run('fresh', origin, () => opened)!);
    let jobsOn = 0;
    const jobs = [1, 2, 3, 4].map(async () => {
      await limits.backpressure('fresh');
      jobsOn += 1;
    });
    await soon();
    expect(jobsOn).toBe(0);
    open();
    await Promise.all([...calls, ...jobs]);
    expect(jobsOn).toBe(4);
  });

  it('frees a place as soon as the call is over, and holds the delivery until it is settled', async () => {
    const limits = new CallLimits(1);
    const settled = gate();
    const first = limits.run('fresh', origin, async () => ({
      ...ended,
      settled: settled.opened.then(() => undefined),
    }));
    await limits.run('fresh', origin, async () => ended);
    let isIdle = false;
    const idle = limits.idle().then(() => (isIdle = true));
    await soon();
    expect(isIdle).toBe(false);
    settled.open();
    await Promise.all([first, idle]);
  });

  it('keeps half of the memory free of slow ones', async () => {
    const limits = new CallLimits(2);
    const { opened, open } = gate();
    const calls = [1, 2].map(() => limits.run('slow', origin, () => opened)!);
    expect([limits.hasRoom('slow'), limits.hasRoom('fresh')]).toEqual([false, true]);
    open();
    await Promise.all(calls);
    expect(limits.hasRoom('slow')).toBe(true);
  });

  it.each([
    ['job brings any in', 'bringIn'],
    ['one is handed back', 'handBack'],
  ] as const)('is idle when no call is held and no %s', async (_what, runs) => {
    const limits = new CallLimits(2);
    await limits.idle();
    const [job, call] = [gate(), gate()];
    void limits[runs](async () => void (await job.opened));
    void limits.run('slow', origin, () => call.opened);
    let isIdle = false;
    const idle = limits.idle().then(() => (isIdle = true));
    call.open();
    await soon();
    expect(isIdle).toBe(false);
    job.open();
    await idle;
  });

  it('gives its turn back when a call fails unexpectedly', async () => {
    const limits = new CallLimits(1);
    await expect(
      limits.run('fresh', origin, async () => {
        throw new Error('unexpected');
      }),
    ).rejects.toThrow('unexpected');
    let isCalled = false;
    await limits.run('fresh', origin, async () => {
      isCalled = true;
      return ended;
    });
    expect(isCalled).toBe(true);
  });

  it('begins nothing once it has ended, and waits for what is under way', async () => {
    const limits = new CallLimits(1);
    const { opened, open } = gate();
    const begun: string[] = [];
    const first = limits.run('fresh', origin, async () => {
      begun.push('first');
      return opened;
    });
    const second = limits.run('fresh', origin, async () => {
      begun.push('second');
      return ended;
    });
    await soon();
    limits.end();
    await second;
    let isIdle = false;
    const idle = limits.idle().then(() => (isIdle = true));
    await soon();
    expect(isIdle).toBe(false);
    open();
    await Promise.all([first, idle]);
    expect(begun).toEqual(['first']);
    await limits.backpressure('fresh');
  });
});
