import { setTimeout as sleep } from 'node:timers/promises';
import { isPermitted } from '@app/access';
import { Clock } from '@app/database';
import { type CallFilter, CallHistory, type LoggedCall } from '@contracts/logs';
import { Sessions } from '@contracts/organizers';
import { Inject, Injectable } from '@nestjs/common';
import type { LiveStream } from './live-streams.service.js';

export interface FollowedLog {
  readonly webhook: { readonly id: number; readonly organizerId: number };
  readonly filter: CallFilter;
  /** Who follows, by the header the request came with. */
  readonly cookieHeader: string | undefined;
  readonly render: (call: LoggedCall) => string;
}

const everyMs = 1_000;
/** Calls are logged late where their group waited; within this they still appear. */
const windowMs = 60_000;
const atOnce = 100;
const beatEvery = 15;
const askEvery = 30;

/** Sends a page the calls that are new. A page that comes back is sent the last minute again, and misses none. */
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
    for (let round = 1; stream.isOpen; round += 1) {
      const isNew = await this.sendNew(log, stream, sent);
      if (!isNew && round % beatEvery === 0) stream.beat();
      if (round % askEvery === 0 && !(await this.mayFollow(log))) break;
      // A page that is left open keeps no process from ending.
      await sleep(everyMs, undefined, { ref: false });
    }
    stream.end();
  }

  private async sendNew(
    { webhook, filter, render }: FollowedLog,
    stream: LiveStream,
    sent: Map<number, number>,
  ): Promise<boolean> {
    const from = this.clock.now().getTime() - windowMs;
    for (const [id, began] of sent) if (began < from) sent.delete(id);
    const since = new Date(Math.max(from, filter.since?.getTime() ?? 0));
    const found = await this.history.list(webhook, { ...filter, since }, { before: null, limit: atOnce });
    const fresh = found.filter(({ id }) => !sent.has(id)).toReversed();
    for (const call of fresh) {
      sent.set(call.id, call.began.getTime());
      if (stream.isOpen) stream.send('call', { id: `call-${call.id}`, html: render(call) });
    }
    return fresh.length > 0;
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
