import { Inject, Injectable } from '@nestjs/common';
import type { RecordingPace } from '@contracts/events';
import { Settings } from '../../config/settings.js';
import { Dispatcher } from './dispatcher.service.js';

const longestMs = 250;
const lookEveryMs = 5;
/** Jobs. */
const enoughRoom = 40;

/**
 * In a process that records and calls, recording could take all the time there is: what the queue has no room for then
 * waits in PostgreSQL, and to lease it from there costs as much again as to call it. So recording waits a moment for
 * room. Under full load, batches of 500 in one process: 7,100 deliveries/s without it. Never for long: a queue that
 * stays full holds nobody up.
 */
@Injectable()
export class QueuePace implements RecordingPace {
  private readonly makesCalls: boolean;

  constructor(
    private readonly dispatcher: Dispatcher,
    @Inject(Settings) { role }: Settings,
  ) {
    this.makesCalls = role !== 'api';
  }

  async turn(): Promise<void> {
    if (!this.makesCalls || !this.dispatcher.isOpen) return;
    const until = performance.now() + longestMs;
    while (this.dispatcher.room('fresh') < enoughRoom && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
  }
}
