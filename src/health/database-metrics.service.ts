import { Metrics } from '@app/health';
import { Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { MigrationState } from './migration-state.js';

/** The database as this process sees it. */
@Injectable()
export class DatabaseMetrics {
  constructor(metrics: Metrics, dataSource: DataSource, migrations: MigrationState) {
    const pool = (dataSource.driver as unknown as { readonly master: Pool }).master;
    metrics.measured(
      {
        name: 'doorbell_database_connections',
        help: "Connections of this process's pool.",
        labelNames: ['state'],
      },
      async () => [
        { labels: { state: 'used' }, value: pool.totalCount - pool.idleCount },
        { labels: { state: 'idle' }, value: pool.idleCount },
      ],
    );
    metrics.measured(
      { name: 'doorbell_database_waiting', help: 'Who in this process waits for a connection of the pool.' },
      async () => [{ value: pool.waitingCount }],
    );
    metrics.measured(
      {
        name: 'doorbell_database_migrations',
        help: 'Migrations of this version, by whether the database has them.',
        labelNames: ['state'],
      },
      async () => {
        const { applied, pending } = await migrations.count();
        return [
          { labels: { state: 'applied' }, value: applied },
          { labels: { state: 'pending' }, value: pending },
        ];
      },
    );
  }
}
