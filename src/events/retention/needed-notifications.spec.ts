import { describe, expect, it } from 'vitest';
import type { Settings } from '../../config/settings.js';
import { NeededNotifications } from './needed-notifications.service.js';
import type { RetentionRepository } from './retention.repository.js';

const now = new Date('2026-06-30T12:00:00Z');

describe('The notifications that are needed', () => {
  it('begin a little before what is owed under the lowest id: one of a later id may be a moment older', async () => {
    const oldest = new Date('2026-03-01T00:00:00.001Z');
    const repository = { hold: async () => undefined, firstHeld: async () => null };
    const needed = new NeededNotifications(
      { logRetentionDays: 30 } as Settings,
      { oldestOwed: async () => oldest },
      repository as unknown as RetentionRepository,
    );
    expect(await needed.since(now)).toEqual(new Date('2026-02-28T23:59:00.001Z'));
  });
});
