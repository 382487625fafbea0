import { Logger } from '@nestjs/common';
import { describe, expect, it, vi } from 'vitest';
import type { Dropping } from '../drop/dropping.service.js';
import type { HeldLeases } from '../lease/held-leases.js';
import type { LeaseRepository } from '../lease/lease.repository.js';
import type { OwedRow } from '../owed/owed-row.js';
import { BatchIntake, type DeliveryPutOff } from './batch-intake.service.js';
import type { BatchLoader, LoadedDelivery } from './batch.loader.js';

const now = new Date('2026-05-01T12:00:00.000Z');
const rowOf = (id: number) => ({ id, webhook_id: 1, lease_id: 7 }) as OwedRow;

const put = (id: number, waitMs: number): DeliveryPutOff => ({ id, lease: '7', waitMs });

const intakeOver = (putOff: LeaseRepository['putOff']): BatchIntake =>
  new BatchIntake({} as HeldLeases, { putOff } as LeaseRepository, {} as BatchLoader, {} as Dropping, {
    now: () => now,
  });

describe('BatchIntake', () => {
  it('holds a lease for its job and for each delivery: until all of them have ended it covers the last', async () => {
    const hold = vi.fn<HeldLeases['hold']>();
    const dropping: Partial<Dropping> = { dropLeased: async () => undefined };
    const held: Partial<HeldLeases> = { hold };
    const intake = new BatchIntake(
      held as HeldLeases,
      {} as LeaseRepository,
      {} as BatchLoader,
      dropping as Dropping,
      { now: () => now },
    );
    const callable = [1, 2].map((id) => ({ row: rowOf(id), lease: '7' }) as LoadedDelivery);
    const batch = { callable, dropped: [], unreadable: [] };
    expect(await intake.beginLoaded(new Set(['7', '8']), batch)).toEqual(
      new Map([
        ['7', callable],
        ['8', []],
      ]),
    );
    expect(hold.mock.calls).toEqual([['7'], ['8'], ['7'], ['7']]);
  });

  it('puts off what is damaged, and leaves to the end of its lease what only the database was away for', async () => {
    const putOff = vi.fn<LeaseRepository['putOff']>(async () => undefined);
    const said = vi.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
    vi.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
    const intake = intakeOver(putOff);
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

  it('hands back what the jobs of a tenth of a second could not call by one statement', async () => {
    const putOff = vi.fn<LeaseRepository['putOff']>(async () => undefined);
    const intake = intakeOver(putOff);
    vi.useFakeTimers();
    const first = intake.handBack([put(1, 1_000), put(2, 2_000)]);
    await vi.advanceTimersByTimeAsync(90);
    const second = intake.handBack([put(3, 3_000)]);
    await vi.advanceTimersByTimeAsync(10);
    vi.useRealTimers();
    await Promise.all([first, second]);
    expect(putOff.mock.calls).toEqual([
      [
        [
          { id: 1, lease: '7', due: new Date('2026-05-01T12:00:01.000Z') },
          { id: 2, lease: '7', due: new Date('2026-05-01T12:00:02.000Z') },
          { id: 3, lease: '7', due: new Date('2026-05-01T12:00:03.000Z') },
        ],
      ],
    ]);
  });

  it('says when more jobs wait for their hand-back than others need not wait for, until that is written', async () => {
    let write!: () => void;
    const written = new Promise<void>((resolve) => (write = resolve));
    const intake = intakeOver(async () => written);
    const handBack = (id: number): Promise<void> => intake.handBack([put(id, 1_000)]);
    const first = Array.from({ length: 256 }, (_, id) => handBack(id));
    expect(intake.isHandingBackMuch).toBe(false);
    const last = handBack(256);
    expect(intake.isHandingBackMuch).toBe(true);
    write();
    await Promise.all([...first, last]);
    expect(intake.isHandingBackMuch).toBe(false);
  });
});
