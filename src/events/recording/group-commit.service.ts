import {
  isDatabaseAway,
  isTransient,
  MicroBatcher,
  tableWithoutPartition,
  TransactionRunner,
} from '@app/database';
import { TooManyRequests } from '@app/rest';
import { RecordingPace } from '@contracts/events';
import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { GroupRecording } from './group-recording.service.js';
import { RecordingDay } from './recording-day.service.js';
import { type RecordingOutcome, type RecordingRequest, withoutSharedKeys } from './recording-request.js';

/** Notifications in one transaction, and transactions at once in this process. */
const groupSize = 1_000;
const groupsAtOnce = 4;
/**
 * 32 clients are answered by groups of up to 32, and not by four small ones at once or by halves in turn. On a busy machine
 * a group takes 10 ms, and its clients 5 to come again: with 5 and 2 ms here its groups were of 18, and cost a tenth more CPU.
 */
const beside = { weight: 100, waitMs: 25 };
const gatherMs = 5;
/** Two processes that take turns in failing each other are through by then. */
const mostAttempts = 5;

/** Of what is waiting to be recorded or under way: what comes on top is refused, so that memory does not grow with it. */
const mostHeldBytes = 64 * 1024 * 1024;
/** What a notification takes beside its `data`. */
const leastBytes = 2 * 1024;
const retryAfter = 1;

const nextTime = Symbol('next time');

/** Requests that come together are recorded by one transaction, each with an outcome of its own. */
@Injectable()
export class GroupCommit implements BeforeApplicationShutdown {
  private readonly batcher = new MicroBatcher<RecordingRequest, RecordingOutcome | typeof nextTime>({
    flush: async (requests) => this.flush(requests),
    maximumWeight: groupSize,
    concurrency: groupsAtOnce,
    beside,
    gatherMs,
    isHopeless: isDatabaseAway,
  });

  private heldBytes = 0;

  constructor(
    private readonly transactions: TransactionRunner,
    private readonly group: GroupRecording,
    private readonly day: RecordingDay,
    @Inject(RecordingPace) private readonly pace: RecordingPace,
  ) {}

  /** Resolves after the commit. @throws TooManyRequests when more waits to be recorded than memory may hold */
  async record(request: RecordingRequest): Promise<RecordingOutcome> {
    const bytes = bytesOf(request);
    if (this.heldBytes + bytes > mostHeldBytes) throw new TooManyRequests(retryAfter);
    this.heldBytes += bytes;
    try {
      for (;;) {
        const outcome = await this.batcher.add(request, request.notifications.length);
        if (outcome !== nextTime) return outcome;
      }
    } finally {
      this.heldBytes -= bytes;
    }
  }

  /** While the database is still there. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.batcher.idle();
  }

  private async flush(
    requests: readonly RecordingRequest[],
  ): Promise<readonly (RecordingOutcome | typeof nextTime)[]> {
    await this.pace.turn();
    const together = [...withoutSharedKeys(requests)];
    const outcomes = await this.commit(together);
    const byRequest = new Map(together.map((request, index) => [request, outcomes[index]!]));
    return requests.map((request) => byRequest.get(request) ?? nextTime);
  }

  private async commit(requests: readonly RecordingRequest[]): Promise<readonly RecordingOutcome[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.transactions.runHandedOn(async (manager) => this.group.record(requests, manager));
      } catch (error) {
        const table = tableWithoutPartition(error);
        const mayGoBetter = isTransient(error) || table !== undefined;
        if (!mayGoBetter || attempt === mostAttempts) throw error;
        if (table !== undefined) await this.day.make(table);
      }
    }
  }
}

function bytesOf({ notifications }: RecordingRequest): number {
  return notifications.reduce((sum, { prepared: { data } }) => sum + leastBytes + (data?.length ?? 0), 0);
}
