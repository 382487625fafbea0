import { obviousScenario } from './obvious.js';
import type { Scenario } from './scenario.js';
import { sustainedScenarios } from './sustained.js';

/** In the table's order. */
export const scenarios: readonly Scenario[] = [...sustainedScenarios, obviousScenario];
