import { HealthIndicatorsModule } from '@app/health';
import { Module } from '@nestjs/common';
import { DatabaseMetrics } from './database-metrics.service.js';
import { DeliveryMetrics } from './delivery-metrics.listener.js';
import { DependencyIndicators } from './dependency-indicators.js';
import { HealthController } from './health.controller.js';
import { HttpObserver } from './http-observer.js';
import { LedgerMetrics } from './ledger-metrics.service.js';
import { MetricsServer } from './metrics-server.js';
import { MigrationState } from './migration-state.js';
import { StopFlag } from './stop-flag.js';

/** `/health/live`, `/health/ready` and `/metrics`, and what every process measures of itself. */
@Module({
  imports: [HealthIndicatorsModule],
  controllers: [HealthController],
  providers: [
    DependencyIndicators,
    MigrationState,
    DatabaseMetrics,
    DeliveryMetrics,
    LedgerMetrics,
    HttpObserver,
    MetricsServer,
    StopFlag,
  ],
})
export class HealthModule {}
