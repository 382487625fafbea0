import { type PostgresServer, startPostgres } from '../../setup/postgres-server.js';
import { type RedisServer, startRedis } from '../../setup/redis-server.js';
import type { LoadProgram } from '../load/main.js';
import type { ReceiverProgram } from '../receiver/main.js';
import { BenchDatabase } from './database.js';
import { type Environment, type ServerProcess, startDoorbell } from './doorbell.js';
import { RemoteProcess } from './remote-process.js';

export const queueNames = ['bull', 'in-process'] as const;
export type QueueName = (typeof queueNames)[number];

/** As a production server has it: what was committed survives a power cut. Checkpoints as PostgreSQL sets them. */
export const postgresParameters = {
  max_connections: '200',
  shared_buffers: '512MB',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_preload_libraries: 'pg_stat_statements',
} as const;

/** Everything a scenario plays on: servers, the receiver and the load, each a process of its own. */
export class Stage {
  private databases = 0;

  private constructor(
    readonly postgres: PostgresServer,
    readonly redis: RedisServer,
    readonly receiver: RemoteProcess<ReceiverProgram>,
    readonly load: RemoteProcess<LoadProgram>,
    /** The receiver's origin. */
    readonly receiverUrl: string,
  ) {}

  static async start(): Promise<Stage> {
    const [postgres, redis] = await Promise.all([
      startPostgres('embedded', postgresParameters),
      startRedis(),
    ]);
    const receiver = RemoteProcess.start<ReceiverProgram>(new URL('../receiver/main.ts', import.meta.url));
    const load = RemoteProcess.start<LoadProgram>(new URL('../load/main.ts', import.meta.url));
    return new Stage(postgres, redis, receiver, load, await receiver.call('listen', undefined));
  }

  /** Gives `work` an empty database and drops it afterwards. */
  async withDatabase<Result>(work: (database: BenchDatabase) => Promise<Result>): Promise<Result> {
    this.databases += 1;
    const serverUrl = this.postgres.url('postgres');
    const database = await BenchDatabase.create(serverUrl, `bench_${this.databases}`, this.postgres.pid);
    try {
      return await work(database);
    } finally {
      await database.drop(serverUrl);
    }
  }

  /** Gives `work` a running Doorbell and stops it afterwards. */
  async withDoorbell<Result>(
    database: BenchDatabase,
    queue: QueueName,
    work: (doorbell: ServerProcess) => Promise<Result>,
    environment: Environment = {},
  ): Promise<Result> {
    const doorbell = await startDoorbell({ ...this.connections(database, queue), ...environment });
    try {
      return await work(doorbell);
    } finally {
      await doorbell.stop();
    }
  }

  /** What tells a server where its PostgreSQL and its Redis are. */
  connections(database: BenchDatabase, queue: QueueName): Environment {
    const number = Number(/\d+$/.exec(database.url)![0]);
    return {
      DATABASE_URL: database.url,
      ...(queue === 'bull' ? { REDIS_URL: `${this.redis.url}${number}` } : {}),
    };
  }

  async stop(): Promise<void> {
    await Promise.all([this.receiver.stop(), this.load.stop()]);
    await Promise.all([this.postgres.stop(), this.redis.stop()]);
  }
}
