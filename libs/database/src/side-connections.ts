import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/** What a DataSource can do for somebody who has no transaction of their own. */
export interface Connections {
  query<Result>(sql: string, parameters?: readonly unknown[]): Promise<Result>;
  transaction<Result>(work: (manager: EntityManager) => Promise<Result>): Promise<Result>;
}

/** Connections beside the pool, to the same database. */
abstract class ConnectionsApart implements Connections, OnApplicationShutdown {
  private opened: Promise<DataSource> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly poolSize: number,
  ) {}

  async query<Result>(sql: string, parameters: readonly unknown[] = []): Promise<Result> {
    return (await this.open()).query<Result>(sql, [...parameters]);
  }

  async transaction<Result>(work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    return (await this.open()).transaction(work);
  }

  async onApplicationShutdown(): Promise<void> {
    const opened = await this.opened?.catch(() => undefined);
    await opened?.destroy();
  }

  /** At the first need; while the database is away, at the next one. */
  private async open(): Promise<DataSource> {
    this.opened ??= this.connect();
    try {
      return await this.opened;
    } catch (error) {
      this.opened = undefined;
      throw error;
    }
  }

  private async connect(): Promise<DataSource> {
    const { options } = this.dataSource;
    const bare = { entities: [], subscribers: [], migrations: [], synchronize: false, migrationsRun: false };
    return new DataSource(Object.assign({}, options, bare, { poolSize: this.poolSize })).initialize();
  }
}

/**
 * Two connections, for what a transaction waits for and must not contain. From the pool itself it could wait for ever:
 * each connection of it may belong to such a transaction.
 */
@Injectable()
export class SideConnections extends ConnectionsApart {
  constructor(dataSource: DataSource) {
    super(dataSource, 2);
  }
}

/**
 * One connection that is never waited for, however busy the others are: for single short statements that nobody locks
 * out, by which a process is known to be alive and knows what time it is.
 */
@Injectable()
export class VitalConnection extends ConnectionsApart {
  constructor(dataSource: DataSource) {
    super(dataSource, 1);
  }
}
