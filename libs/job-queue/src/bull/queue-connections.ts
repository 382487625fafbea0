import { Logger } from '@nestjs/common';
import type { QueueOptions } from 'bull';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { within } from './time-limit.js';

type ConnectionType = 'client' | 'subscriber' | 'bclient';

type Connection = Redis | Cluster;

const reconnectAfterMs = 1_000;
const probedWithinMs = 3_000;

/** Bull's own demands: its commands wait for Redis to come back, and fail only with the connection. */
const options = {
  maxRetriesPerRequest: null,
  enableReadyCheck: false,
  retryStrategy: () => reconnectAfterMs,
} as const satisfies RedisOptions;

/** In braces: the hash tag that keeps all keys on one node of a Redis Cluster. */
export const keyPrefix = '{doorbell}';

/**
 * Handlers end quickly, so a job that nobody has confirmed for five seconds was a dead process's: it is handed out
 * again, and whoever gets it finds out from the lease whether it is still to be done.
 */
const settings = {
  lockDuration: 5_000,
  stalledInterval: 2_000,
  maxStalledCount: 100,
  retryProcessDelay: 1_000,
} as const;

/** Every connection to Redis is made, watched and closed here. Both queues share what Bull lets them share. */
export class QueueConnections {
  private readonly logger = new Logger('Redis');
  private readonly all: Connection[] = [];
  private readonly neverReady = new Set<Connection>();
  private readonly shared = new Map<ConnectionType, Connection>();
  private isAway = false;

  private constructor(
    private readonly url: string,
    private readonly isCluster: boolean,
    private readonly onConnection: (connection: Connection) => void,
  ) {}

  /**
   * Asks whether the server at `url` (REDIS_URL) is a node of a Cluster. One that does not answer is taken for a single one.
   * @param onConnection for tests that break connections: told of each that is made
   */
  static async open(
    url: string,
    onConnection: (connection: Connection) => void = () => undefined,
  ): Promise<QueueConnections> {
    const probe = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
    // What goes wrong is said by the connections that stay.
    probe.on('error', () => undefined);
    const info = await within(probedWithinMs, probe.info('cluster'));
    probe.disconnect();
    return new QueueConnections(url, info?.includes('cluster_enabled:1') ?? false, onConnection);
  }

  /** How Bull makes its queues. Jobs are hints: they are tried once and leave no trace. */
  get queueOptions(): QueueOptions {
    return {
      prefix: keyPrefix,
      createClient: (type) => this.connection(type),
      defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
      settings,
    };
  }

  /** For commands that do not block. */
  get client(): Connection {
    return this.connection('client');
  }

  get isReady(): boolean {
    return this.client.status === 'ready';
  }

  /**
   * From now on what waits for an answer waits for ever, where it would be rejected when its connection closes: a queue
   * that is closed while it starts leaves such rejections to nobody, and Node would end the process for them.
   */
  forgetWaiting(): void {
    const nodes = this.all.flatMap((connection) =>
      connection instanceof Cluster ? [connection, ...connection.nodes('all')] : [connection],
    );
    for (const connection of nodes) Object.assign(connection, { flushQueue: () => undefined });
  }

  /** Gives all connections back; what waits for them is given up. */
  close(): void {
    for (const connection of this.all) {
      // Bull waits for a connection that never came; its rejection would be nobody's.
      if (this.neverReady.has(connection)) connection.removeAllListeners('end');
      connection.disconnect();
    }
  }

  /** A blocking connection serves one queue; the others serve all. */
  private connection(type: ConnectionType): Connection {
    const known = this.shared.get(type);
    if (known) return known;
    const connection = this.isCluster ? this.connectToCluster() : new Redis(this.url, options);
    if (type === 'bclient') makeBreakable(connection);
    else this.shared.set(type, connection);
    this.watch(connection);
    this.onConnection(connection);
    return connection;
  }

  private connectToCluster(): Cluster {
    const { username, password, protocol } = new URL(this.url);
    return new Cluster([this.url], {
      redisOptions: {
        ...options,
        ...(username ? { username: decodeURIComponent(username) } : {}),
        ...(password ? { password: decodeURIComponent(password) } : {}),
        ...(protocol === 'rediss:' ? { tls: {} } : {}),
      },
      enableReadyCheck: false,
      clusterRetryStrategy: () => reconnectAfterMs,
    });
  }

  private watch(connection: Connection): void {
    this.all.push(connection);
    this.neverReady.add(connection);
    connection.setMaxListeners(0);
    connection.on('error', (error: Error) => this.sayAway(error));
    connection.on('ready', () => {
      this.neverReady.delete(connection);
      this.sayBack();
    });
  }

  private sayAway(error: Error): void {
    if (this.isAway) return;
    this.isAway = true;
    this.logger.warn({
      code: 'redis_away',
      message: 'Redis cannot be reached; deliveries wait in PostgreSQL until it can.',
      error: error.message,
    });
  }

  private sayBack(): void {
    if (!this.isAway || this.all.some(({ status }) => status !== 'ready')) return;
    this.isAway = false;
    this.logger.log({ code: 'redis_back', message: 'Redis can be reached again.' });
  }
}

/**
 * Bull breaks off a wait for jobs by ending the connection and opening it again. QUIT would stand in line behind the wait
 * itself; and what a failed opening rejects with is nobody's, since it is tried again anyway.
 */
function makeBreakable(connection: Connection): void {
  const connect = connection.connect.bind(connection);
  connection.quit = async () => Promise.resolve('OK');
  connection.connect = async () => connect().catch(() => undefined);
  // Bull names the connection, and does not wait for that: a name is worth no rejection.
  const tell = connection.client.bind(connection) as (...words: readonly string[]) => Promise<unknown>;
  Object.assign(connection, {
    client: async (...words: readonly string[]) => tell(...words).catch(() => undefined),
  });
}
