import { Clock, TransactionRunner } from '@app/database';
import { Inject, Injectable } from '@nestjs/common';
import {
  goneHours,
  type ArrivalTimes,
  type RunningProcess,
  type RunningProcesses,
  type Traffic,
  type TrafficMinute,
} from '@contracts/health';
import { noArrivals, toArrivalTimes } from './arrival-times.js';
import { type CountedMinute, minuteMs } from './traffic-counter.listener.js';

/** What a process says of itself. */
export interface OwnReport extends Pick<
  RunningProcess,
  'id' | 'role' | 'host' | 'pid' | 'version' | 'nodeVersion' | 'callsInFlight' | 'jobsWaiting'
> {
  /** Milliseconds that it has run for. */
  readonly uptimeMs: number;
}

/** Several reports late. */
const goneAfter = '20 seconds';
const forgottenAfter = `${goneHours} hours`;
const keptFor = '1 day';

/**
 * Reports of processes, compared in PostgreSQL's own time: they say who is alive. On the ordinary pool, since whatever
 * holds up a report must hold up no heartbeat.
 */
@Injectable()
export class ReportsRepository implements RunningProcesses, Traffic {
  constructor(
    private readonly transactions: TransactionRunner,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async report(own: OwnReport): Promise<void> {
    await this.transactions.manager.query(
      `INSERT INTO process_reports (id, role, host, pid, version, node_version, calls_in_flight, jobs_waiting, started, seen)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp() - $9 * interval '1 millisecond', clock_timestamp())
       ON CONFLICT (id) DO UPDATE SET seen = EXCLUDED.seen, calls_in_flight = EXCLUDED.calls_in_flight,
         jobs_waiting = EXCLUDED.jobs_waiting`,
      [
        own.id,
        own.role,
        own.host,
        own.pid,
        own.version,
        own.nodeVersion,
        own.callsInFlight,
        own.jobsWaiting,
        own.uptimeMs,
      ],
    );
  }

  /** Says what it did in these minutes: each is replaced as a whole, so that it may be said twice. */
  async count(processId: string, minutes: readonly CountedMinute[]): Promise<void> {
    for (const { minuteMs: minute, recorded, delivered, failed, arrivals } of minutes) {
      await this.transactions.manager.query(
        `INSERT INTO traffic_minutes (minute, process_id, recorded, delivered, failed, arrivals)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (minute, process_id) DO UPDATE SET recorded = EXCLUDED.recorded, delivered = EXCLUDED.delivered,
           failed = EXCLUDED.failed, arrivals = EXCLUDED.arrivals`,
        [new Date(minute), processId, recorded, delivered, failed, arrivals],
      );
    }
  }

  async forgetOld(): Promise<void> {
    await this.transactions.manager.query(
      `DELETE FROM process_reports WHERE seen < clock_timestamp() - interval '${forgottenAfter}'`,
    );
    await this.transactions.manager.query(
      `DELETE FROM traffic_minutes WHERE minute < clock_timestamp() - interval '${keptFor}'`,
    );
  }

  async leave(id: string): Promise<void> {
    await this.transactions.manager.query('DELETE FROM process_reports WHERE id = $1', [id]);
  }

  async list(): Promise<readonly RunningProcess[]> {
    return this.transactions.manager.query<RunningProcess[]>(
      `SELECT id, role, host, pid, version, node_version AS "nodeVersion", started, seen,
         seen < clock_timestamp() - interval '${goneAfter}' AS "isGone",
         calls_in_flight AS "callsInFlight", jobs_waiting AS "jobsWaiting"
       FROM process_reports ORDER BY started, id`,
    );
  }

  async minutes(count: number): Promise<readonly TrafficMinute[]> {
    const first = this.firstOf(count);
    const rows = await this.transactions.manager.query<TrafficMinute[]>(
      `SELECT minute, sum(recorded)::integer AS recorded, sum(delivered)::integer AS delivered,
         sum(failed)::integer AS failed
       FROM traffic_minutes WHERE minute >= $1 GROUP BY minute`,
      [new Date(first)],
    );
    const byMinute = new Map(rows.map((row) => [row.minute.getTime(), row]));
    return Array.from({ length: count }, (_none, index) => {
      const minute = first + index * minuteMs;
      return byMinute.get(minute) ?? { minute: new Date(minute), recorded: 0, delivered: 0, failed: 0 };
    });
  }

  async arrivals(count: number): Promise<ArrivalTimes> {
    const rows = await this.transactions.manager.query<{ arrivals: readonly number[] }[]>(
      'SELECT arrivals FROM traffic_minutes WHERE minute >= $1',
      [new Date(this.firstOf(count))],
    );
    const sums = noArrivals();
    for (const { arrivals } of rows) for (const [index, number] of arrivals.entries()) sums[index]! += number;
    return toArrivalTimes(sums);
  }

  private firstOf(count: number): number {
    const now = this.clock.now().getTime();
    return now - (now % minuteMs) - (count - 1) * minuteMs;
  }
}
