import { HealthIndicators, Metrics, RecentFailures } from '@app/health';
import { Injectable, Logger } from '@nestjs/common';

/** What nobody waited for and could not be recorded: logged, counted, and for a while visible in health. */
@Injectable()
export class EmitFailures {
  private readonly logger = new Logger('Emitter');
  private readonly recent = new RecentFailures('emit');
  private readonly count;

  constructor(indicators: HealthIndicators, metrics: Metrics) {
    indicators.add(this.recent);
    this.count = metrics.counter({
      name: 'doorbell_emit_failures_total',
      help: 'Actions that were emitted and could not be recorded.',
    });
  }

  note(action: string, error: unknown): void {
    this.recent.note();
    this.count.inc();
    this.logger.error({ code: 'emit_failed', message: `An emitted ${action} was not recorded.`, error });
  }
}
