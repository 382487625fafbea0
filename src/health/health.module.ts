import { HealthIndicatorsModule } from '@app/health';
import { Module } from '@nestjs/common';
import { DatabaseMetrics } from './database-metrics.service.js';
import { DeliveryMetrics } from './delivery-metrics.listener.js';
import { DependencyIndicators } from './dependency-indicators.js';
import { Installation, RunningProcesses, Traffic } from '@contracts/health';
import { HealthController } from './health.controller.js';
import { HttpObserver } from './http-observer.js';
import { LedgerMetrics } from './ledger-metrics.service.js';
import { MetricsServer } from './metrics-server.js';
import { MigrationState } from './migration-state.js';
import { RedisProbe } from './redis-probe.js';
import { InstallationService } from './reports/installation.service.js';
import { ProcessReporter } from './reports/process-reporter.service.js';
import { ReportsRepository } from './reports/reports.repository.js';
import { TrafficCounter } from './reports/traffic-counter.listener.js';
import { StopFlag } from './stop-flag.js';

/** `/health/live`, `/health/ready` and `/metrics`, and what every process measures and says of itself. */
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
    RedisProbe,
    TrafficCounter,
    ReportsRepository,
    { provide: RunningProcesses, useExisting: ReportsRepository },
    { provide: Traffic, useExisting: ReportsRepository },
    { provide: Installation, useClass: InstallationService },
    ProcessReporter,
  ],
  exports: [RunningProcesses, Traffic, Installation],
})
export class HealthModule {}
