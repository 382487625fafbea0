import { Clock } from '@app/database';
import type { LoggedCall } from '@contracts/logs';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Settings } from '../../../config/settings.js';
import { Fragment } from '../../layout/page.js';
import type { ConsoleRequest } from '../../serving/console-request.js';
import { Frames } from '../../serving/frames.service.js';
import { renderFragment } from '../../serving/page-renderer.js';
import { CallRow } from '../detail/call-row.js';

/** Makes the rows that appear by themselves: the same as those of the page. */
@Injectable()
export class LiveRows {
  constructor(
    private readonly frames: Frames,
    @Inject(Settings) private readonly settings: Settings,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async renderer(request: ConsoleRequest, reply: FastifyReply): Promise<(call: LoggedCall) => string> {
    const frame = await this.frames.of(request, reply);
    const organizer = frame.organizer!.slug;
    const mostAttempts = this.settings.retrySchedule.length + 1;
    return (call) => {
      const row = <CallRow call={call} organizer={organizer} mostAttempts={mostAttempts} />;
      return renderFragment(new Fragment(row), { ...frame, now: this.clock.now() });
    };
  }
}
