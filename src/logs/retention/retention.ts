import { Clock } from '@app/database';
import { Inject, Injectable } from '@nestjs/common';
import { logCutoff } from '../../config/log-cutoff.js';
import { Settings } from '../../config/settings.js';

const dayMs = 86_400_000;
/** The clocks of two processes differ by less. */
const clockErrorMs = 60_000;

/** How long the log is kept: reads never show what is older, whether or not it is gone already. */
@Injectable()
export class Retention {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Settings) private readonly settings: Pick<Settings, 'logRetentionDays'>,
  ) {}

  /** The moment before which nothing is shown. */
  cutoff(): Date {
    return logCutoff(this.clock.now(), this.settings);
  }

  /** Later than any call: the days made ahead need not be looked at. */
  horizon(): Date {
    return new Date(this.clock.now().getTime() + dayMs);
  }

  /** The later of the cutoff and `since`. */
  from(since: Date | undefined): Date {
    const cutoff = this.cutoff();
    return since && since > cutoff ? since : cutoff;
  }

  /** The moment from which calls of what was recorded then may be. */
  fromRecorded(recorded: Date): Date {
    return this.from(new Date(recorded.getTime() - clockErrorMs));
  }
}
