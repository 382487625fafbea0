import { describe, expect, it } from 'vitest';
import { NotificationRetention } from './notification-retention.js';

const now = new Date('2026-06-30T12:00:00Z');
const daysFromNow = (moment: Date): number => (moment.getTime() - now.getTime()) / 86_400_000;

describe('The retention of notifications', () => {
  it('covers a resend on the last day, the round it starts, and the time its last call is shown', () => {
    const retention = new NotificationRetention(30);
    expect(daysFromNow(retention.cutoff(now))).toBe(-(30 + 3 + 30 + 1));
    expect(daysFromNow(retention.overdue(now))).toBe(-33);
    expect(daysFromNow(retention.heldUntil(now))).toBe(31);
    expect(daysFromNow(retention.keysCutoff(now))).toBe(-30);
  });

  it('covers resends however short the log is kept', () => {
    expect(daysFromNow(new NotificationRetention(1).cutoff(now))).toBe(-35);
  });
});
