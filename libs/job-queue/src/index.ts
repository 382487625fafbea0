export { BullQueue } from './bull/bull.queue.js';
export type { LaneQueues } from './bull/bull.queue.js';
export { QueueConnections } from './bull/queue-connections.js';
export { InProcessQueue } from './in-process.queue.js';
export { JobHandler, JobQueue, lanes } from './job-queue.port.js';
export type { Lane, LeaseJob } from './job-queue.port.js';
