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
import { replaceable } from '@app/ports';
import { FreshProcessor } from './fresh.processor.js';
import { jobsAtOnce } from './jobs-at-once.js';
import { QueueConnectionsModule } from './queue-connections.module.js';
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
  queue: replaceable<JobQueue>(JobQueue, {
    inject: [ModuleRef],
    useFactory: (modules: ModuleRef) =>
      new InProcessQueue(() => modules.get<JobHandler>(JobHandler), jobsAtOnce),
  }),
  processors: [],
});

/** Jobs in Redis, with Bull's own modules and processors. */
export function bullParts(redisUrl: string): QueueParts {
  const connections = QueueConnectionsModule.forRoot(redisUrl);
  return {
    imports: [
      connections,
      BullModule.forRootAsync({
        imports: [connections],
        inject: [QueueConnections],
        useFactory: ({ queueOptions }: QueueConnections) => queueOptions,
      }),
      BullModule.registerQueue({ name: 'fresh' }, { name: 'slow' }),
    ],
    queue: {
      provide: JobQueue,
      inject: [QueueConnections, getQueueToken('fresh'), getQueueToken('slow')],
      useFactory: (
        opened: QueueConnections,
        fresh: LaneQueues['fresh'],
        slow: LaneQueues['slow'],
      ): BullQueue => new BullQueue({ fresh, slow }, opened),
    },
    processors: [FreshProcessor, SlowProcessor],
  };
}
