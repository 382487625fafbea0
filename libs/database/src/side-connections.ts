import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/** What a DataSource can do for somebody who has no transaction of their own. */
export interface Connections {
  query<Result>(sql: string, parameters?: readonly unknown[]): Promise<Result>;
  transaction<Result>(work: (manager: EntityManager) => Promise<Result>): Promise<Result>;
}

const poolSize = 2;

/**
 * Two connections beside the pool, for what a transaction waits for and must not contain. From the pool itself it could
 * wait for ever: each connection of it may belong to such a transaction.
 */
@Injectable()
export class SideConnections implements Connections, OnApplicationShutdown {
  private opened: Promise<DataSource> | undefined;

  constructor(private readonly dataSource: DataSource) {}

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
    const bare = { entities: [], subscribers: [], migrations: [], synchronize: false, migrationsRun: false };
    return new DataSource(Object.assign({}, this.dataSource.options, bare, { poolSize })).initialize();
  }
}
