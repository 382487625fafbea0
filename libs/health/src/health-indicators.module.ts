import { Global, Module } from '@nestjs/common';
import { HealthIndicators } from './health-indicators.js';
import { Metrics } from './metrics.js';

/** HealthIndicators and Metrics, everywhere. */
@Global()
@Module({ providers: [HealthIndicators, Metrics], exports: [HealthIndicators, Metrics] })
export class HealthIndicatorsModule {}
