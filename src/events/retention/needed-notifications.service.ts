import { OldestOwed } from '@contracts/events';
import { Inject, Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { NotificationRetention } from './notification-retention.js';
import { RetentionRepository } from './retention.repository.js';

/** Since when notifications are needed: by what is owed, by resends, and by calls that are shown. */
@Injectable()
export class NeededNotifications {
  private readonly retention: NotificationRetention;

  constructor(
    @Inject(Settings) { logRetentionDays }: Settings,
    @Inject(OldestOwed) private readonly owed: OldestOwed,
    private readonly repository: RetentionRepository,
  ) {
    this.retention = new NotificationRetention(logRetentionDays);
  }

  /** What was recorded before may go. */
  async since(now: Date): Promise<Date> {
    const oldest = await this.owed.oldestOwed();
    // After a long outage of ours: its last call is still to come, and will be shown for its time.
    if (oldest && oldest < this.retention.overdue(now))
      await this.repository.hold(this.retention.neededFrom(oldest), this.retention.heldUntil(now));
    const held = await this.repository.firstHeld(now);
    const owed = oldest && this.retention.neededFrom(oldest);
    const times = [this.retention.cutoff(now), owed, held].flatMap((time) => time?.getTime() ?? []);
    return new Date(Math.min(...times));
  }

  /** Recording keys of what was recorded before may go. */
  keysSince(now: Date): Date {
    return this.retention.keysCutoff(now);
  }
}
