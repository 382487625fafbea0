import { Logger } from '@nestjs/common';
import type { QueueOptions } from 'bull';
import { Redis } from 'ioredis';

type ConnectionType = 'client' | 'subscriber' | 'bclient';

const reconnectAfterMs = 1_000;

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
  private readonly all: Redis[] = [];
  private readonly shared = new Map<ConnectionType, Redis>();
  private isAway = false;

  /** @param url REDIS_URL */
  constructor(private readonly url: string) {}

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
  get client(): Redis {
    return this.connection('client');
  }

  get isReady(): boolean {
    return this.client.status === 'ready';
  }

  /** Gives all connections back; what waits for them is given up. */
  close(): void {
    for (const connection of this.all) {
      // Bull waits for a connection that never came; its rejection would be nobody's.
      if (connection.status !== 'ready') connection.removeAllListeners('end');
      connection.disconnect();
    }
  }

  /** A blocking connection serves one queue; the others serve all. */
  private connection(type: ConnectionType): Redis {
    const known = this.shared.get(type);
    if (known) return known;
    const connection = this.connect();
    if (type !== 'bclient') this.shared.set(type, connection);
    return connection;
  }

  private connect(): Redis {
    const connection = new Redis(this.url, {
      // Bull's own demands: its commands wait for Redis to come back, and fail only with the connection.
      maxRetriesPerRequest: null,
      enableReadyCheck: false,
      retryStrategy: () => reconnectAfterMs,
    });
    connection.setMaxListeners(0);
    connection.on('error', (error: Error) => this.sayAway(error));
    connection.on('ready', () => this.sayBack());
    this.all.push(connection);
    return connection;
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
