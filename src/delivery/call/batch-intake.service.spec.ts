import { Logger } from '@nestjs/common';
import { describe, expect, it, vi } from 'vitest';
import type { Dropping } from '../drop/dropping.service.js';
import type { HeldLeases } from '../lease/held-leases.js';
import type { LeaseRepository } from '../lease/lease.repository.js';
import type { OwedRow } from '../owed/owed-row.js';
import { BatchIntake } from './batch-intake.service.js';
import type { BatchLoader } from './batch.loader.js';

const now = new Date('2026-05-01T12:00:00.000Z');
const rowOf = (id: number) => ({ id, webhook_id: 1, lease_id: 7 }) as OwedRow;

describe('BatchIntake', () => {
  it('puts off what is damaged, and leaves to the end of its lease what only the database was away for', async () => {
    const putOff = vi.fn<LeaseRepository['putOff']>(async () => undefined);
    const said = vi.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
    vi.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
    const intake = new BatchIntake(
      {} as HeldLeases,
      { putOff } as unknown as LeaseRepository,
      {} as BatchLoader,
      {} as Dropping,
      { now: () => now },
    );
    await intake.putOff([
      { row: rowOf(1), error: new Error('Connection terminated unexpectedly') },
      { row: rowOf(2), error: new Error('No key opens this.') },
    ]);
    expect(putOff.mock.calls).toEqual([[[{ id: 2, lease: '7', due: new Date('2026-05-01T12:05:00.000Z') }]]]);
    expect(said).toHaveBeenCalledWith(expect.objectContaining({ code: 'delivery_left', delivery: 1 }));
    await intake.putOff([{ row: rowOf(3), error: Object.assign(new Error('gone'), { code: 'ECONNRESET' }) }]);
    expect(putOff).toHaveBeenCalledOnce();
    vi.restoreAllMocks();
  });
});
