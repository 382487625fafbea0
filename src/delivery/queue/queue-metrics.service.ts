import { Metrics } from '@app/health';
import { JobQueue, lanes } from '@app/job-queue';
import type { CallQueueState } from '@contracts/delivery';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { CallLimits } from '../call/call-limits.js';
import { Dispatcher } from '../dispatch/dispatcher.service.js';

/** What this process knows, without asking anybody, of the queue and of its own calls. */
@Injectable()
export class QueueMetrics implements CallQueueState {
  constructor(
    metrics: Metrics,
    private readonly dispatcher: Dispatcher,
    @Inject(JobQueue) private readonly queue: JobQueue,
    @Optional() private readonly limits?: CallLimits,
  ) {
    metrics.measured(
      { name: 'doorbell_queue_up', help: 'Whether the queue takes jobs of this process.' },
      async () => [{ value: dispatcher.isOpen ? 1 : 0 }],
    );
    metrics.measured(
      {
        name: 'doorbell_queue_jobs',
        help: 'Jobs that wait in the queue, of up to 50 deliveries each.',
        labelNames: ['lane'],
      },
      // Of a queue that is away nobody can tell.
      async () =>
        (dispatcher.isOpen ? lanes : []).map((lane) => ({ labels: { lane }, value: queue.waiting(lane) })),
    );
    metrics.measured(
      { name: 'doorbell_calls_in_flight', help: 'Calls of this process under way.' },
      async () => [{ value: this.callsInFlight }],
    );
  }

  get callsInFlight(): number {
    return this.limits?.inFlight ?? 0;
  }

  get jobsWaiting(): number | null {
    if (!this.dispatcher.isOpen) return null;
    return lanes.reduce((sum, lane) => sum + this.queue.waiting(lane), 0);
  }
}
