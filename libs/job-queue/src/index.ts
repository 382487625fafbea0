export { InProcessQueue } from './in-process.queue.js';
export { JobHandler, JobQueue, lanes } from './job-queue.port.js';
export type { Lane, LeaseJob } from './job-queue.port.js';
