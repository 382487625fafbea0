import { failurePointScenarios } from './failure-points.js';
import { killScenarios } from './kills.js';
import { postgresScenarios } from './postgres.js';
import { redisScenarios } from './redis.js';
import type { Scenario } from './scenario.js';

/** In the table's order. */
export const scenarios: readonly Scenario[] = [
  ...killScenarios,
  ...failurePointScenarios,
  ...redisScenarios,
  ...postgresScenarios,
];
