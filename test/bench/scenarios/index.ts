import { bareScenario } from './bare.js';
import { badNeighbour } from './bad-neighbour.js';
import { consolePages } from './console.js';
import { fanOut } from './fan-out.js';
import { growthScenarios } from './growth.js';
import { idle } from './idle.js';
import { memoryScenarios } from './memory.js';
import { obviousScenario } from './obvious.js';
import { recordingScenarios } from './recording-alone.js';
import type { Scenario } from './scenario.js';
import { slowReceivers } from './slow-receivers.js';
import { sustainedScenarios } from './sustained.js';
import { workerScenarios } from './workers.js';

/** In the table's order. */
export const scenarios: readonly Scenario[] = [
  ...sustainedScenarios,
  obviousScenario,
  bareScenario,
  ...recordingScenarios,
  idle,
  fanOut,
  badNeighbour,
  ...growthScenarios,
  consolePages,
  ...workerScenarios,
  slowReceivers,
  ...memoryScenarios,
];
