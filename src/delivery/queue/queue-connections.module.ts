import { type DynamicModule, Module } from '@nestjs/common';
import { breakConnection, FailurePoints } from '@app/failure-points';
import { QueueConnections } from '@app/job-queue';

/** The connections to Redis, for Bull's own module and for ours. */
@Module({})
export class QueueConnectionsModule {
  static forRoot(redisUrl: string): DynamicModule {
    return {
      module: QueueConnectionsModule,
      providers: [
        {
          provide: QueueConnections,
          inject: [FailurePoints],
          useFactory: (points: FailurePoints) =>
            QueueConnections.open(redisUrl, (connection) => breakConnection(connection, points)),
        },
      ],
      exports: [QueueConnections],
    };
  }
}
