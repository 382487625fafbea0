import { replaceable } from '@app/ports';
import { type DynamicModule, Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Clock, DatabaseClock } from './clock.js';
import { DayPartitions } from './day-partitions.js';
import { SideConnections, VitalConnection } from './side-connections.js';
import { TextCatalog } from './text-catalog.js';
import { TransactionRunner } from './transaction-runner.js';

export interface DatabaseModuleOptions {
  /** Moves this process in time, in milliseconds; for tests. */
  readonly clockOffsetMs?: number;
}

/** What every module needs beside TypeORM's DataSource, which the application configures. */
@Global()
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(private readonly databaseClock: DatabaseClock) {}

  static forRoot({ clockOffsetMs = 0 }: DatabaseModuleOptions = {}): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        {
          provide: DatabaseClock,
          inject: [VitalConnection],
          useFactory: async (connection: VitalConnection): Promise<DatabaseClock> => {
            const clock = new DatabaseClock(connection, clockOffsetMs);
            await clock.start();
            return clock;
          },
        },
        replaceable<Clock>(Clock, { inject: [DatabaseClock], useFactory: (clock: DatabaseClock) => clock }),
        DayPartitions,
        SideConnections,
        VitalConnection,
        TextCatalog,
        TransactionRunner,
      ],
      exports: [Clock, DatabaseClock, DayPartitions, TextCatalog, TransactionRunner, VitalConnection],
    };
  }

  onApplicationShutdown(): void {
    this.databaseClock.stop();
  }
}
