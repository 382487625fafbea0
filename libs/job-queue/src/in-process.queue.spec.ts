import { InProcessQueue } from './in-process.queue.js';
import { describeJobQueue } from './job-queue.conformance.js';

describeJobQueue('in-process', async (handler) => new InProcessQueue(() => handler, 4));
