import { Clock } from '@app/database';
import { AfterCommit } from '@app/event-bus';
import { CallsSettled, type SettledCall } from '@contracts/delivery';
import { NotificationsRecorded } from '@contracts/events';
import { Inject, Injectable } from '@nestjs/common';
import { arrivalSeconds, classOf, noArrivals } from './arrival-times.js';

/** What this process did in one minute. */
export interface CountedMinute {
  readonly minuteMs: number;
  recorded: number;
  delivered: number;
  failed: number;
  readonly arrivals: number[];
}

export const minuteMs = 60_000;

/** Counts what this process does, by the minute, until it is reported. */
@Injectable()
export class TrafficCounter {
  private minutes = new Map<number, CountedMinute>();
  private readonly changed = new Set<CountedMinute>();

  constructor(@Inject(Clock) private readonly clock: Clock) {}

  @AfterCommit(NotificationsRecorded)
  onRecorded({ notifications }: NotificationsRecorded): void {
    this.present().recorded += notifications.length;
  }

  @AfterCommit(CallsSettled)
  onSettled({ calls }: CallsSettled): void {
    const minute = this.present();
    for (const call of calls) if (call.deliveryId !== null) count(minute, call);
  }

  /** The minutes that changed since this was last asked, each as a whole. */
  takeChanged(): readonly CountedMinute[] {
    const taken = [...this.changed];
    this.changed.clear();
    return taken;
  }

  /** These could not be reported: they are taken again. */
  putBack(minutes: readonly CountedMinute[]): void {
    for (const minute of minutes) this.changed.add(minute);
  }

  private present(): CountedMinute {
    const now = this.clock.now().getTime();
    const key = now - (now % minuteMs);
    let minute = this.minutes.get(key);
    if (!minute) {
      minute = { minuteMs: key, recorded: 0, delivered: 0, failed: 0, arrivals: noArrivals() };
      // Only the present one is added to.
      this.minutes = new Map([[key, minute]]);
    }
    this.changed.add(minute);
    return minute;
  }
}

/** A success that ends nothing came too late: another call of that delivery counts. */
function count(minute: CountedMinute, call: SettledCall): void {
  if (!call.result.success) minute.failed += 1;
  else if (call.final) minute.delivered += 1;
  const seconds = arrivalSeconds(call);
  if (seconds !== null) minute.arrivals[classOf(seconds)]! += 1;
}
