import { HealthIndicators, type HealthState } from '@app/health';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MigrationState } from './migration-state.js';
import { RedisProbe } from './redis-probe.js';

/** PostgreSQL away, or without a migration that this version needs: down. Redis away: degraded, since the sweep goes on and nothing is lost. */
@Injectable()
export class DependencyIndicators implements OnModuleInit {
  constructor(
    private readonly indicators: HealthIndicators,
    private readonly migrations: MigrationState,
    private readonly redis: RedisProbe,
  ) {}

  onModuleInit(): void {
    this.indicators.add({ name: 'database', check: async () => this.checkDatabase() });
    if (this.redis.isUsed) this.indicators.add({ name: 'redis', check: async () => this.checkRedis() });
  }

  private async checkDatabase(): Promise<HealthState> {
    return (await this.migrations.count()).pending === 0 ? 'ok' : 'down';
  }

  private async checkRedis(): Promise<HealthState> {
    try {
      await this.redis.ping();
      return 'ok';
    } catch {
      return 'degraded';
    }
  }
}
