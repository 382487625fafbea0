export { DatabaseModule } from './database.module.js';
export type { DatabaseModuleOptions } from './database.module.js';
export { Clock, DatabaseClock } from './clock.js';
export { isDatabaseAway, isTransient } from './database-faults.js';
export { DayPartitions, isPartitionMissing } from './day-partitions.js';
export { MicroBatcher } from './micro-batcher.js';
export type { MicroBatcherOptions } from './micro-batcher.js';
export { TextCatalog } from './text-catalog.js';
export { TransactionRequiredError, TransactionRunner } from './transaction-runner.js';
