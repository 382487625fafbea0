import { HealthIndicators, type HealthState } from '@app/health';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Settings } from '../config/settings.js';
import { MigrationState } from './migration-state.js';

const connectTimeoutMs = 2_000;

/** PostgreSQL away, or without a migration that this version needs: down. Redis away: degraded, since the sweep goes on and nothing is lost. */
@Injectable()
export class DependencyIndicators implements OnModuleInit, OnApplicationShutdown {
  private redis: Redis | undefined;

  constructor(
    private readonly indicators: HealthIndicators,
    private readonly migrations: MigrationState,
    @Inject(Settings) private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.indicators.add({ name: 'database', check: async () => this.checkDatabase() });
    const { redisUrl } = this.settings;
    if (!redisUrl) return;
    // A connection of its own that never waits: those of the queue hide that Redis is away. Any node of a cluster does.
    this.redis = new Redis(redisUrl, {
      lazyConnect: true,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      connectTimeout: connectTimeoutMs,
      commandTimeout: connectTimeoutMs,
      retryStrategy: () => null,
    });
    this.redis.on('error', () => undefined);
    this.indicators.add({ name: 'redis', check: async () => this.checkRedis(this.redis!) });
  }

  onApplicationShutdown(): void {
    this.redis?.disconnect();
  }

  private async checkDatabase(): Promise<HealthState> {
    return (await this.migrations.count()).pending === 0 ? 'ok' : 'down';
  }

  private async checkRedis(redis: Redis): Promise<HealthState> {
    try {
      if (redis.status === 'wait' || redis.status === 'end') await redis.connect();
      await redis.ping();
      return 'ok';
    } catch {
      return 'degraded';
    }
  }
}
