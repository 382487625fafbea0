import { mayEverything } from '@app/access';
import { Clock } from '@app/database';
import { Sessions } from '@contracts/organizers';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Fragment } from '../layout/page.js';
import type { ConsoleRequest } from '../serving/console-request.js';
import { Frames } from '../serving/frames.service.js';
import { renderFragment } from '../serving/page-renderer.js';
import type { LiveStream } from '../live/live-streams.service.js';
import { Operations } from './operations-page.js';
import { OperationsReports } from './operations-report.service.js';

const everyMs = 5_000;

/** Sends the page of operations what it shows, again and again, until its reader has signed out or gone. */
@Injectable()
export class LiveOperations {
  constructor(
    private readonly reports: OperationsReports,
    private readonly frames: Frames,
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async renderer(request: ConsoleRequest, reply: FastifyReply): Promise<() => Promise<string>> {
    const frame = await this.frames.of(request, reply);
    return async () => {
      const part = new Fragment(<Operations {...await this.reports.recent()} />);
      return renderFragment(part, { ...frame, now: this.clock.now() });
    };
  }

  /** Resolves once the stream has ended, by either side. */
  async follow(
    cookieHeader: string | undefined,
    render: () => Promise<string>,
    stream: LiveStream,
  ): Promise<void> {
    while (stream.isOpen) {
      // The page has just been made.
      await stream.pause(everyMs);
      if (!stream.isOpen || !(await this.mayFollow(cookieHeader))) break;
      const html = await render();
      if (stream.isOpen) stream.send('part', { id: 'operations', html }, this.clock.now());
    }
    stream.end();
  }

  /** A page that is only open does not use the session. */
  private async mayFollow(cookieHeader: string | undefined): Promise<boolean> {
    const found = await this.sessions.find(cookieHeader, { isUse: false });
    return found !== undefined && mayEverything(found.principal);
  }
}
