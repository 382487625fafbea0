import { BullModule, getQueueToken } from '@nestjs/bull';
import type { ModuleMetadata, Provider } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import {
  BullQueue,
  InProcessQueue,
  JobHandler,
  JobQueue,
  type LaneQueues,
  QueueConnections,
} from '@app/job-queue';
import { FreshProcessor } from './fresh.processor.js';
import { jobsAtOnce } from './jobs-at-once.js';
import { SlowProcessor } from './slow.processor.js';

/** What a queue brings into the module. */
export interface QueueParts {
  readonly imports: NonNullable<ModuleMetadata['imports']>;
  readonly queue: Provider;
  /** Take the jobs, in processes that make calls. */
  readonly processors: readonly Provider[];
}

/** Jobs in this process's memory, handed to the one handler. */
export const inProcessParts = (): QueueParts => ({
  imports: [],
  queue: {
    provide: JobQueue,
    inject: [ModuleRef],
    useFactory: (modules: ModuleRef) =>
      new InProcessQueue(() => modules.get<JobHandler>(JobHandler), jobsAtOnce),
  },
  processors: [],
});

/** Jobs in Redis, with Bull's own modules and processors. */
export function bullParts(redisUrl: string): QueueParts {
  const connections = new QueueConnections(redisUrl);
  return {
    imports: [
      BullModule.forRoot(connections.queueOptions),
      BullModule.registerQueue({ name: 'fresh' }, { name: 'slow' }),
    ],
    queue: {
      provide: JobQueue,
      inject: [getQueueToken('fresh'), getQueueToken('slow')],
      useFactory: (fresh: LaneQueues['fresh'], slow: LaneQueues['slow']) =>
        new BullQueue({ fresh, slow }, connections),
    },
    processors: [FreshProcessor, SlowProcessor],
  };
}
