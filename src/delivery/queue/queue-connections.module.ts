import { type DynamicModule, Module } from '@nestjs/common';
import { QueueConnections } from '@app/job-queue';

/** The connections to Redis, for Bull's own module and for ours. */
@Module({})
export class QueueConnectionsModule {
  static forRoot(redisUrl: string): DynamicModule {
    return {
      module: QueueConnectionsModule,
      providers: [{ provide: QueueConnections, useFactory: () => QueueConnections.open(redisUrl) }],
      exports: [QueueConnections],
    };
  }
}
