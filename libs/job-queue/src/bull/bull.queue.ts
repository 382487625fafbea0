import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { Job, Queue } from 'bull';
import { type JobQueue, type Lane, lanes, type LeaseJob } from '../job-queue.port.js';
import { keyPrefix, type QueueConnections } from './queue-connections.js';
import { RedisWatch } from './redis-watch.js';
import { within } from './time-limit.js';

/** Not the bare number: Bull numbers jobs itself where they come without an id, as those of older versions do. */
const jobIdOf = (lease: string): string => `lease-${lease}`;

export type LaneQueues = Readonly<Record<Lane, Queue<LeaseJob>>>;

const epochKey = `${keyPrefix}:epoch`;
const answerWithinMs = 1_000;
const stopWithinMs = 1_500;
const complainEveryMs = 10_000;

/** Jobs in Redis, through a Bull queue for each lane. Who takes them is registered with the queues: see `@Processor`. */
export class BullQueue implements JobQueue {
  private readonly logger = new Logger(BullQueue.name);
  private readonly counts: Record<Lane, number> = { fresh: 0, slow: 0 };
  private readonly watch = new RedisWatch();
  private complainedAt = -Infinity;

  constructor(
    private readonly queues: LaneQueues,
    private readonly connections: QueueConnections,
  ) {
    for (const lane of lanes) {
      queues[lane].on('failed', (job: Job<LeaseJob> | null, error: Error) =>
        this.sayFailed(lane, job, error),
      );
      queues[lane].on('error', (error: Error) => this.complain(lane, error));
      // What this process itself has taken since the state was last read makes room at once.
      queues[lane].on('active', () => (this.counts[lane] = Math.max(0, this.counts[lane] - 1)));
      catchFailedStart(queues[lane]);
    }
  }

  async add(lane: Lane, jobs: readonly LeaseJob[]): Promise<boolean> {
    if (!this.connections.isReady) return false;
    const bulk = jobs.map((data) => ({ data, opts: { jobId: jobIdOf(data.lease) } }));
    const added = await within(answerWithinMs, this.queues[lane].addBulk(bulk));
    if (added === undefined) return false;
    this.counts[lane] += jobs.length;
    return true;
  }

  waiting(lane: Lane): number {
    return this.counts[lane];
  }

  /** The memory's name is a key that goes with everything else; whoever finds it gone gives the new memory a name. */
  async epoch(): Promise<string | null> {
    if (!this.connections.isReady) return null;
    const name = randomUUID();
    const reading = this.readState(name).catch(() => 'refused' as const);
    const found = await within(answerWithinMs, reading);
    this.watch.note('redis_silent', found === undefined);
    // Not waited for: what is wrong is for people to know, and the queue goes on as it can.
    if (found) void this.watch.look(this.connections.client, found === 'refused');
    if (!found || found === 'refused') return null;
    lanes.forEach((lane, index) => (this.counts[lane] = found.counts[index]!));
    return found.epoch;
  }

  async holds(leases: readonly string[]): Promise<ReadonlySet<string> | null> {
    if (!this.connections.isReady) return null;
    const ids = await within(answerWithinMs, this.readJobIds());
    return ids ? new Set(leases.filter((lease) => ids.has(jobIdOf(lease)))) : null;
  }

  async stopTaking(): Promise<void> {
    await within(stopWithinMs, Promise.all(lanes.map(async (lane) => this.queues[lane].pause(true))));
  }

  async close(): Promise<void> {
    this.connections.forgetWaiting();
    await within(stopWithinMs, Promise.all(lanes.map(async (lane) => this.queues[lane].close(true))));
    this.connections.close();
  }

  private async readState(
    newName: string,
  ): Promise<{ readonly epoch: string; readonly counts: readonly number[] }> {
    const [epoch, ...counts] = await Promise.all([
      this.connections.client.set(epochKey, newName, 'NX', 'GET'),
      ...lanes.map(async (lane) => this.queues[lane].getWaitingCount()),
    ]);
    return { epoch: epoch ?? newName, counts };
  }

  /** A job goes from the first list to the second: read in this order, none is passed over on its way. */
  private async readJobIds(): Promise<ReadonlySet<string>> {
    const lists = lanes.flatMap((lane) => ['wait', 'active'].map((list) => this.queues[lane].toKey(list)));
    const ids = await Promise.all(lists.map(async (key) => this.connections.client.lrange(key, 0, -1)));
    return new Set(ids.flat());
  }

  private sayFailed(lane: Lane, job: Job<LeaseJob> | null, error: Error): void {
    this.logger.error({
      code: 'job_failed',
      message: 'A job failed; the sweep comes back to it.',
      lane,
      lease: job?.data.lease,
      error,
    });
  }

  /** A lost connection is said once by the connections; a Redis that lost its memory makes many complaints at once. */
  private complain(lane: Lane, error: Error): void {
    if (!this.connections.isReady || performance.now() - this.complainedAt < complainEveryMs) return;
    this.complainedAt = performance.now();
    this.logger.warn({ code: 'queue_error', message: 'The queue reports a fault.', lane, error });
  }
}

/** A queue that cannot start says so as an 'error'; that it rejects too is heard by nobody behind @nestjs/bull. */
function catchFailedStart(queue: Queue<LeaseJob>): void {
  const startable = queue as unknown as { start(...parameters: readonly unknown[]): Promise<unknown> };
  const start = startable.start.bind(queue);
  startable.start = async (...parameters) => start(...parameters).catch(() => undefined);
}
