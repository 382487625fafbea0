import { TransactionRunner } from '@app/database';
import { Inject, Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import type { DatabaseState, Installation, InstallationState, RedisState } from '@contracts/health';
import { MigrationState } from '../migration-state.js';
import { RedisProbe } from '../redis-probe.js';

/** The size of a database of thousands of tables takes it a while. */
const rememberedMs = 10_000;

type DatabaseRow = Omit<DatabaseState, 'appliedMigrations' | 'pendingMigrations'>;

@Injectable()
export class InstallationService implements Installation {
  private remembered: { readonly state: Promise<InstallationState>; readonly at: number } | undefined;

  constructor(
    private readonly transactions: TransactionRunner,
    private readonly migrations: MigrationState,
    private readonly redis: RedisProbe,
    @Inject(Settings) private readonly settings: Settings,
  ) {}

  async state(): Promise<InstallationState> {
    const now = performance.now();
    if (!this.remembered || now - this.remembered.at > rememberedMs) {
      const state = this.ask();
      this.remembered = { state, at: now };
      state.catch(() => (this.remembered = undefined));
    }
    return this.remembered.state;
  }

  private async ask(): Promise<InstallationState> {
    const [database, redis] = await Promise.all([this.database(), this.redisState()]);
    return { doorbell: this.settings.version, node: process.versions.node, database, redis };
  }

  private async database(): Promise<DatabaseState> {
    const [row] = await this.transactions.manager.query<DatabaseRow[]>(
      `SELECT current_setting('server_version') AS version,
         (SELECT count(*)::integer FROM pg_stat_activity WHERE datname = current_database()) AS connections,
         current_setting('max_connections')::integer AS "mostConnections",
         pg_database_size(current_database()) AS bytes,
         (SELECT count(*)::integer FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE c.relkind = 'r') AS partitions`,
    );
    const { applied, pending } = await this.migrations.count();
    return { ...row!, appliedMigrations: applied, pendingMigrations: pending };
  }

  private async redisState(): Promise<RedisState | 'none' | 'away'> {
    if (!this.redis.isUsed) return 'none';
    const values = await this.redis.info().catch(() => undefined);
    if (!values) return 'away';
    return {
      version: values.get('valkey_version') ?? values.get('redis_version') ?? '',
      usedBytes: Number(values.get('used_memory') ?? 0),
      mostBytes: Number(values.get('maxmemory') ?? 0),
      evictionPolicy: values.get('maxmemory_policy') ?? '',
    };
  }
}
