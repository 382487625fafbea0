import { Backlog, type BacklogState, LedgerFindings, type LedgerStanding } from '@contracts/delivery';
import {
  type ArrivalTimes,
  type InstallationState,
  type RunningProcess,
  Traffic,
  type TrafficMinute,
} from '@contracts/health';
import { Inject, Injectable } from '@nestjs/common';
import { Machinery } from './machinery.service.js';
import { type WorstWebhooks, WorstWebhooksService } from './worst-webhooks.service.js';

const shownMinutes = 60;
export const arrivalMinutes = 15;
/** All who follow it are sent the same. */
const sharedMs = 4_000;

/** What an operator wants to know, as far as it can be told quickly. */
export interface OperationsReport {
  /** Of the last hour, oldest first; the last is not over yet. */
  readonly minutes: readonly TrafficMinute[];
  /** Of the last `arrivalMinutes`. */
  readonly arrivals: ArrivalTimes;
  readonly ledger: LedgerStanding;
  readonly backlog: BacklogState;
  /** No more are counted in the backlog. */
  readonly mostCounted: number;
  readonly worst: WorstWebhooks;
  readonly processes: readonly RunningProcess[];
  readonly installation: InstallationState;
}

/** Gathers it: a fixed number of statements, none over all of a large table. */
@Injectable()
export class OperationsReports {
  private remembered: { readonly report: Promise<OperationsReport>; readonly at: number } | undefined;

  constructor(
    private readonly worst: WorstWebhooksService,
    @Inject(Traffic) private readonly traffic: Traffic,
    @Inject(Backlog) private readonly backlog: Backlog,
    @Inject(LedgerFindings) private readonly ledger: LedgerFindings,
    private readonly machinery: Machinery,
  ) {}

  /** As it is now. */
  async make(): Promise<OperationsReport> {
    const report = this.gather();
    this.remembered = { report, at: performance.now() };
    report.catch(() => (this.remembered = undefined));
    return report;
  }

  /** As it was a few seconds ago, if somebody has asked then. */
  async recent(): Promise<OperationsReport> {
    const { remembered } = this;
    const isRecent = remembered && performance.now() - remembered.at < sharedMs;
    return isRecent ? remembered.report : this.make();
  }

  private async gather(): Promise<OperationsReport> {
    const [minutes, arrivals, ledger, backlog, machinery] = await Promise.all([
      this.traffic.minutes(shownMinutes),
      this.traffic.arrivals(arrivalMinutes),
      this.ledger.standing(),
      this.backlog.state(),
      this.machinery.state(),
    ]);
    const worst = await this.worst.find(backlog.worst);
    const { mostCounted } = this.backlog;
    return { minutes, arrivals, ledger, backlog, mostCounted, worst, ...machinery };
  }
}
