import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { type JobHandler, type JobQueue, type Lane, lanes, type LeaseJob } from './job-queue.port.js';

/** The embedded default: jobs wait in this process's memory, and are handed to the same handlers as Bull's. */
export class InProcessQueue implements JobQueue {
  private readonly logger = new Logger(InProcessQueue.name);
  private readonly memory = randomUUID();
  private readonly jobs: Record<Lane, LeaseJob[]> = { fresh: [], slow: [] };
  private readonly running: Record<Lane, Set<LeaseJob>> = { fresh: new Set(), slow: new Set() };
  private idleListeners: (() => void)[] = [];
  private isStopped = false;

  /**
   * @param handler found when the first job comes, since it needs this queue itself
   * @param jobsAtOnce of each lane
   */
  constructor(
    private readonly handler: () => JobHandler,
    private readonly jobsAtOnce: number,
  ) {}

  async add(lane: Lane, jobs: readonly LeaseJob[]): Promise<boolean> {
    if (this.isStopped) return false;
    this.jobs[lane].push(...jobs);
    setImmediate(() => this.startNext(lane));
    return true;
  }

  waiting(lane: Lane): number {
    return this.jobs[lane].length;
  }

  async epoch(): Promise<string> {
    return this.memory;
  }

  async holds(leases: readonly string[]): Promise<ReadonlySet<string>> {
    const jobs = lanes.flatMap((lane) => [...this.jobs[lane], ...this.running[lane]]);
    const held = new Set(jobs.map(({ lease }) => lease));
    return new Set(leases.filter((lease) => held.has(lease)));
  }

  async stopTaking(): Promise<void> {
    this.isStopped = true;
    if (this.isIdle) return;
    await new Promise<void>((resolve) => this.idleListeners.push(resolve));
  }

  async close(): Promise<void> {
    await this.stopTaking();
  }

  private startNext(lane: Lane): void {
    while (!this.isStopped && this.running[lane].size < this.jobsAtOnce) {
      const job = this.jobs[lane].shift();
      if (!job) return;
      this.running[lane].add(job);
      void this.run(lane, job);
    }
  }

  private async run(lane: Lane, job: LeaseJob): Promise<void> {
    try {
      await this.handler().handle(lane, job);
    } catch (error) {
      this.logger.error({
        code: 'job_failed',
        message: 'A job failed; the sweep comes back to it.',
        lane,
        error,
      });
    }
    this.running[lane].delete(job);
    this.startNext(lane);
    if (this.isIdle) this.idleListeners.splice(0).forEach((resolve) => resolve());
  }

  private get isIdle(): boolean {
    return lanes.every((lane) => this.running[lane].size === 0);
  }
}
