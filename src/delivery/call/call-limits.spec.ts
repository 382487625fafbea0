import { describe, expect, it } from 'vitest';
import { CallLimits } from './call-limits.js';

const origin = 'https://receiver.example';

function gate(): { readonly opened: Promise<boolean>; readonly open: () => void } {
  let open!: () => void;
  const opened = new Promise<boolean>((resolve) => (open = () => resolve(true)));
  return { opened, open };
}

const soon = async (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('CallLimits', () => {
  it('holds twice the calls in flight in memory, and lets every waiting job go on when there is room again', async () => {
    const limits = new CallLimits(1);
    const { opened, open } = gate();
    const calls = [1, 2].map(() => limits.run('fresh', origin, () => opened)!);
    let jobsOn = 0;
    const jobs = [1, 2, 3, 4].map(async () => {
      await limits.backpressure();
      jobsOn += 1;
    });
    await soon();
    expect(jobsOn).toBe(0);
    open();
    await Promise.all([...calls, ...jobs]);
    expect(jobsOn).toBe(4);
  });

  it('is idle when no call is held and no job brings any in', async () => {
    const limits = new CallLimits(2);
    await limits.idle();
    const [job, call] = [gate(), gate()];
    void limits.bringIn(async () => void (await job.opened));
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
    await limits.run('fresh', origin, async () => (isCalled = true));
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
      return true;
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
    await limits.backpressure();
  });
});
