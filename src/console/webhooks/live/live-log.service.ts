import { isPermitted } from '@app/access';
import { Clock } from '@app/database';
import { type CallFilter, CallHistory, type LoggedCall } from '@contracts/logs';
import { Sessions } from '@contracts/organizers';
import { Inject, Injectable } from '@nestjs/common';
import type { LiveStream } from '../../live/live-streams.service.js';

export interface FollowedLog {
  readonly webhook: { readonly id: number; readonly organizerId: number };
  readonly filter: CallFilter;
  /** Who follows, by the header the request came with. */
  readonly cookieHeader: string | undefined;
  /** When the page lost its connection: up to then it knows everything. Undefined: it has just been opened. */
  readonly known: Date | undefined;
  readonly render: (call: LoggedCall) => string;
}

const everyMs = 1_000;
/** Calls are logged late where their group waited; within this they still appear. */
const windowMs = 60_000;
const atOnce = 100;
/** As many rows as a page keeps, so that a page that was away for long has no gap between its old rows and these. */
const atReturn = 200;
const beatEvery = 15;
const askEvery = 30;

/** Sends a page the calls that are new. One that comes back is sent what came since, and the minute before again. */
@Injectable()
export class LiveLog {
  constructor(
    @Inject(CallHistory) private readonly history: CallHistory,
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Resolves once the stream has ended, by either side. */
  async follow(log: FollowedLog, stream: LiveStream): Promise<void> {
    const sent = new Map<number, number>();
    if (stream.isOpen) stream.send('beat', null, this.clock.now());
    await this.sendNew(log, stream, sent, log.known);
    for (let round = 1; stream.isOpen; round += 1) {
      await stream.pause(everyMs);
      await this.sendNew(log, stream, sent);
      // That nobody on the way takes the connection for dead.
      if (round % beatEvery === 0 && stream.isOpen) stream.send('beat', null, this.clock.now());
      if (round % askEvery === 0 && !(await this.mayFollow(log))) break;
    }
    stream.end();
  }

  private async sendNew(
    { webhook, filter, render }: FollowedLog,
    stream: LiveStream,
    sent: Map<number, number>,
    known?: Date,
  ): Promise<void> {
    const now = this.clock.now();
    const from = (known ?? now).getTime() - windowMs;
    for (const [id, began] of sent) if (began < from) sent.delete(id);
    const since = new Date(Math.max(from, filter.since?.getTime() ?? 0));
    const limit = known ? atReturn : atOnce;
    const found = await this.history.list(webhook, { ...filter, since }, { before: null, limit });
    for (const call of found.filter(({ id }) => !sent.has(id)).toReversed()) {
      sent.set(call.id, call.began.getTime());
      if (stream.isOpen) stream.send('call', { id: `call-${call.id}`, html: render(call) }, now);
    }
  }

  /** A session may have ended meanwhile, or the role been taken away. A page that is only open does not use it. */
  private async mayFollow({ cookieHeader, webhook }: FollowedLog): Promise<boolean> {
    const found = await this.sessions.find(cookieHeader, { isUse: false });
    return (
      found !== undefined &&
      isPermitted(found.principal, webhook.organizerId, 'can_change_organizer_settings')
    );
  }
}
