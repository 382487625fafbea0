import { bookkeepingScenarios } from './bookkeeping.js';
import { failurePointScenarios } from './failure-points.js';
import { killScenarios } from './kills.js';
import { loadScenarios } from './load.js';
import { postgresScenarios } from './postgres.js';
import { processScenarios } from './processes.js';
import { randomScenarios } from './random-faults.js';
import { receiverScenarios } from './receivers.js';
import { redisScenarios } from './redis.js';
import type { Scenario } from './scenario.js';
import { stormScenarios } from './storm.js';
import { upgradeScenarios } from './upgrade.js';

/** In the table's order. */
export const scenarios: readonly Scenario[] = [
  ...killScenarios,
  ...failurePointScenarios,
  ...stormScenarios,
  ...redisScenarios,
  ...postgresScenarios,
  ...receiverScenarios,
  ...processScenarios,
  ...loadScenarios,
  ...randomScenarios,
  ...upgradeScenarios,
  ...bookkeepingScenarios,
];
