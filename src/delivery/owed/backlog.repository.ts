import { Clock, TransactionRunner } from '@app/database';
import {
  type Backlog,
  type BacklogState,
  type DueCalls,
  type DueTime,
  dueTimes,
  OwedDeliveries,
  type OwedWebhook,
} from '@contracts/delivery';
import { Inject, Injectable } from '@nestjs/common';

const mostCounted = 10_000;
const mostWorst = 10;

/** Ids ascend with the time of recording: these are the oldest, and found without an index of their own. */
const oldestOwed = `WITH oldest AS MATERIALIZED (SELECT webhook_id, recorded FROM owed ORDER BY id LIMIT ${mostCounted})`;

interface AgesRow {
  readonly counted: number;
  readonly oldest: Date | null;
  readonly youngest: Date | null;
  readonly minute: number;
  readonly hour: number;
  readonly day: number;
  readonly older: number;
}

type LaneRow = Readonly<Record<DueTime, number>>;

const waitingIn = (lane: string): string =>
  `(SELECT slow, due FROM owed WHERE ${lane} AND lease_id IS NULL ORDER BY due LIMIT ${mostCounted})`;

@Injectable()
export class BacklogRepository implements Backlog {
  readonly mostCounted = mostCounted;

  constructor(
    private readonly transactions: TransactionRunner,
    @Inject(OwedDeliveries) private readonly owed: OwedDeliveries,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async state(): Promise<BacklogState> {
    const now = this.clock.now();
    const [owed, ages, worst, due] = await Promise.all([
      this.owed.count(),
      this.ages(now),
      this.worst(),
      this.due(now),
    ]);
    const { counted, oldest, youngest, minute, hour, day, older } = ages;
    return {
      owed: Math.max(owed, counted),
      counted,
      oldest,
      youngestCounted: youngest,
      ages: { underMinute: minute, underHour: hour, underDay: day, older },
      worst,
      due,
    };
  }

  private async ages(now: Date): Promise<AgesRow> {
    const [row] = await this.transactions.manager.query<AgesRow[]>(
      `${oldestOwed}, aged AS (SELECT recorded, $1::timestamptz - recorded AS age FROM oldest)
       SELECT count(*)::integer AS counted, min(recorded) AS oldest, max(recorded) AS youngest,
         (count(*) FILTER (WHERE age < interval '1 minute'))::integer AS minute,
         (count(*) FILTER (WHERE age >= interval '1 minute' AND age < interval '1 hour'))::integer AS hour,
         (count(*) FILTER (WHERE age >= interval '1 hour' AND age < interval '1 day'))::integer AS day,
         (count(*) FILTER (WHERE age >= interval '1 day'))::integer AS older
       FROM aged`,
      [now],
    );
    return row!;
  }

  private async worst(): Promise<readonly OwedWebhook[]> {
    return this.transactions.manager.query<OwedWebhook[]>(
      `${oldestOwed}
       SELECT webhook_id AS "webhookId", count(*)::integer AS owed FROM oldest
       GROUP BY webhook_id ORDER BY owed DESC, webhook_id LIMIT ${mostWorst}`,
    );
  }

  /** Of each lane, since the index begins with it. */
  private async due(now: Date): Promise<DueCalls> {
    const lanes = await this.transactions.manager.query<LaneRow[]>(
      `SELECT (count(*) FILTER (WHERE due <= $1))::integer AS now,
         (count(*) FILTER (WHERE due > $1 AND due <= $1 + interval '1 minute'))::integer AS "withinMinute",
         (count(*) FILTER (WHERE due > $1 + interval '1 minute' AND due <= $1 + interval '1 hour'))::integer AS "withinHour",
         (count(*) FILTER (WHERE due > $1 + interval '1 hour'))::integer AS later
       FROM (${waitingIn('slow')} UNION ALL ${waitingIn('NOT slow')}) waiting (slow, due)
       GROUP BY slow`.replaceAll('$1', '$1::timestamptz'),
      [now],
    );
    return dueCallsOf(lanes);
  }
}

function dueCallsOf(lanes: readonly LaneRow[]): DueCalls {
  const of = (time: DueTime): number => lanes.reduce((sum, lane) => sum + lane[time], 0);
  const cuts = lanes.filter(isCut).map((lane) => dueTimes.findLastIndex((time) => lane[time] > 0));
  return {
    now: of('now'),
    withinMinute: of('withinMinute'),
    withinHour: of('withinHour'),
    later: of('later'),
    moreFrom: cuts.length === 0 ? null : dueTimes[Math.min(...cuts)]!,
  };
}

/** More of it may be due when the last that was counted is, or later. */
const isCut = (lane: LaneRow): boolean => dueTimes.reduce((sum, time) => sum + lane[time], 0) >= mostCounted;
