import { replaceable } from '@app/ports';
import { type DynamicModule, Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, DatabaseClock } from './clock.js';
import { DayPartitions } from './day-partitions.js';
import { SideConnections } from './side-connections.js';
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
          inject: [DataSource],
          useFactory: async (dataSource: DataSource): Promise<DatabaseClock> => {
            const clock = new DatabaseClock(dataSource, clockOffsetMs);
            await clock.start();
            return clock;
          },
        },
        replaceable<Clock>(Clock, { inject: [DatabaseClock], useFactory: (clock: DatabaseClock) => clock }),
        DayPartitions,
        SideConnections,
        TextCatalog,
        TransactionRunner,
      ],
      exports: [Clock, DatabaseClock, DayPartitions, TextCatalog, TransactionRunner],
    };
  }

  onApplicationShutdown(): void {
    this.databaseClock.stop();
  }
}
