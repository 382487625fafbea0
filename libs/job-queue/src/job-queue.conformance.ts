import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { JobHandler, JobQueue, Lane, LeaseJob } from './job-queue.port.js';

export type JobQueueFactory = (handler: JobHandler) => Promise<JobQueue>;

/** Promise.withResolvers, which Node 20 has not. */
function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve!: () => void;
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}

/** What should not happen is given this long to happen. */
const graceMs = 100;

const jobOf = (lease: number): LeaseJob => ({ version: 1, lease: String(lease) });

/** What every implementation of the port keeps. */
export function describeJobQueue(name: string, create: JobQueueFactory): void {
  describe(`JobQueue: ${name}`, () => {
    let queue: JobQueue | undefined;
    const start = async (handle: JobHandler['handle']): Promise<JobQueue> =>
      (queue = await create({ handle }));

    afterEach(async () => {
      await queue?.stopTaking();
      await queue?.close();
      queue = undefined;
    });

    it('hands each job out once, with its lane', async () => {
      const handled: [Lane, string][] = [];
      const started = await start(async (lane, { lease }) => void handled.push([lane, lease]));
      expect(await started.add('fresh', [jobOf(1), jobOf(2)])).toBe(true);
      expect(await started.add('slow', [jobOf(3)])).toBe(true);
      await expect.poll(() => handled.length).toBe(3);
      expect(handled.toSorted((a, b) => a[1].localeCompare(b[1]))).toEqual([
        ['fresh', '1'],
        ['fresh', '2'],
        ['slow', '3'],
      ]);
    });

    it('goes on after a handler that throws', async () => {
      const handled: string[] = [];
      const started = await start(async (_lane, { lease }) => {
        handled.push(lease);
        if (lease === '1') throw new Error('the first job fails on purpose');
      });
      await started.add('fresh', [jobOf(1), jobOf(2)]);
      await expect.poll(() => handled.toSorted((a, b) => a.localeCompare(b))).toEqual(['1', '2']);
    });

    it('stops taking: waits for what runs, and hands out nothing after that', async () => {
      const handled: string[] = [];
      const { promise: held, resolve: finish } = withResolvers();
      const started = await start(async (_lane, { lease }) => {
        handled.push(lease);
        await held;
      });
      await started.add('fresh', [jobOf(1)]);
      await expect.poll(() => handled.length).toBe(1);
      let hasStopped = false;
      const stopping = started.stopTaking().then(() => (hasStopped = true));
      await sleep(graceMs);
      expect(hasStopped).toBe(false);
      finish();
      await stopping;
      await started.add('fresh', [jobOf(2)]);
      await sleep(graceMs);
      expect(handled).toEqual(['1']);
    });

    it('knows which jobs it holds, waiting or being handled', async () => {
      const { promise: held, resolve: finish } = withResolvers();
      const handled: string[] = [];
      const started = await start(async (_lane, { lease }) => {
        handled.push(lease);
        await held;
      });
      const leases = ['1', '2', '3', '4', '5', '6'];
      await started.add(
        'fresh',
        leases.map((lease) => jobOf(Number(lease))),
      );
      await expect.poll(() => handled.length).toBeGreaterThan(0);
      expect(await started.holds([...leases, '7'])).toEqual(new Set(leases));
      finish();
      await expect.poll(() => started.holds(leases)).toEqual(new Set());
    });

    it('keeps the name of its memory while it keeps its jobs', async () => {
      const started = await start(async () => undefined);
      const epoch = await started.epoch();
      expect(epoch).toBeTruthy();
      expect(await started.epoch()).toBe(epoch);
    });
  });
}
