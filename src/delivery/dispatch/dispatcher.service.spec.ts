import type { FailurePoints } from '@app/failure-points';
import type { JobQueue } from '@app/job-queue';
import { Logger } from '@nestjs/common';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Settings } from '../../config/settings.js';
import type { LeaseRepository, Observer } from '../lease/lease.repository.js';
import { Dispatcher } from './dispatcher.service.js';

describe('Dispatcher', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('gives up what no queue knows of and nobody has taken meanwhile, here or while it is given up', async () => {
    vi.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
    const queue: Partial<JobQueue> = { epoch: async () => 'a', holds: async () => new Set(['1']) };
    const releaseUntaken = vi.fn<LeaseRepository['releaseUntaken']>(async () => undefined);
    const leases: Partial<LeaseRepository> = { untaken: async () => ['1', '2', '3'], releaseUntaken };
    const dispatcher = new Dispatcher(
      queue as JobQueue,
      {} as Settings,
      {} as FailurePoints,
      leases as LeaseRepository,
    );
    await dispatcher.refreshEpoch();
    const observations: Observer[] = [[], ['2']].map((held) => ({ id: 5, isSteady: true, held }));
    expect(await dispatcher.releaseUnqueued(() => observations.shift()!)).toBe(true);
    expect(releaseUntaken.mock.calls).toEqual([[['3'], 5]]);
  });
});
