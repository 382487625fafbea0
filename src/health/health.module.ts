import { HealthIndicatorsModule } from '@app/health';
import { Module } from '@nestjs/common';
import { DeliveryMetrics } from './delivery-metrics.listener.js';
import { DependencyIndicators } from './dependency-indicators.js';
import { HealthController } from './health.controller.js';
import { HttpObserver } from './http-observer.js';
import { MetricsServer } from './metrics-server.js';
import { StopFlag } from './stop-flag.js';

/** `/health/live`, `/health/ready` and `/metrics`, and what every process measures of itself. */
@Module({
  imports: [HealthIndicatorsModule],
  controllers: [HealthController],
  providers: [DependencyIndicators, DeliveryMetrics, HttpObserver, MetricsServer, StopFlag],
})
export class HealthModule {}
