import type { Clock } from '@app/database';
import type { HttpEgress } from '@app/http-egress';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Settling } from '../settle/settling.service.js';
import type { BatchIntake } from './batch-intake.service.js';
import type { LoadedDelivery } from './batch.loader.js';
import { CallHandler } from './call.handler.js';
import type { CallLimits } from './call-limits.js';

const bringIn = vi.fn<CallLimits['bringIn']>(async (work) => work());
const lease = '7';
const delivery = { row: { id: 1 }, lease, origin: 'https://hanging.example' } as LoadedDelivery;

/** Over one delivery, whose target takes no more: it is handed back, which lasts until `written` is called. */
function jobOver(isHandingBackMuch: boolean): {
  readonly job: Promise<void>;
  readonly written: () => void;
  readonly ended: readonly string[];
} {
  let written!: () => void;
  const handingBack = new Promise<void>((resolve) => (written = resolve));
  const ended: string[] = [];
  const intake: Partial<BatchIntake> = {
    isHandingBackMuch,
    begin: async () => [delivery],
    end: (of) => void ended.push(of),
    handBack: async () => handingBack,
  };
  const limits: Partial<CallLimits> = {
    isEnding: false,
    bringIn,
    handBack: async (work) => work(),
    run: () => null,
    hasRoom: () => true,
    waitMs: () => 1_000,
  };
  const handler = new CallHandler(
    intake as BatchIntake,
    limits as CallLimits,
    {} as Settling,
    {} as HttpEgress,
    {} as Clock,
  );
  return { job: handler.handle('fresh', { version: 1, lease }), written, ended };
}

describe('CallHandler', () => {
  beforeEach(() => void bringIn.mockClear());

  it('leaves what it hands back to others, which end the lease once that is written', async () => {
    const { job, written, ended } = jobOver(false);
    await job;
    expect(ended).toEqual([lease]);
    written();
    await expect.poll(() => ended).toEqual([lease, lease]);
    expect(bringIn).toHaveBeenCalledOnce();
  });

  it('waits for that when more jobs do than can be written, so that no more come', async () => {
    const { job, written, ended } = jobOver(true);
    const first = Promise.race([
      job.then(() => 'job'),
      new Promise((resolve) => setImmediate(resolve, 'time')),
    ]);
    expect(await first).toBe('time');
    written();
    await job;
    expect(ended).toEqual([lease, lease]);
  });

  it('lets others have their turn between two leases of what is loaded', async () => {
    const steps: string[] = [];
    const handler = new CallHandler(
      { end: (of: string) => void steps.push(of) } as BatchIntake,
      { bringIn } as Partial<CallLimits> as CallLimits,
      {} as Settling,
      {} as HttpEgress,
      {} as Clock,
    );
    const handled = handler.handleLoaded(
      'fresh',
      new Map([
        ['7', []],
        ['8', []],
      ]),
    );
    setImmediate(() => steps.push('another'));
    await handled;
    expect(steps).toEqual(['7', 'another', '8']);
  });
});
