export { healthStates, HealthIndicators, worst } from './health-indicators.js';
export type { HealthIndicator, HealthState } from './health-indicators.js';
export { HealthIndicatorsModule } from './health-indicators.module.js';
export { Metrics } from './metrics.js';
export type { Measurement } from './metrics.js';
export { RecentFailures } from './recent-failures.js';
