import { Injectable } from '@nestjs/common';
import {
  collectDefaultMetrics,
  Counter,
  type CounterConfiguration,
  Gauge,
  type GaugeConfiguration,
  Histogram,
  type HistogramConfiguration,
  Registry,
} from 'prom-client';

/** One value of a measured gauge. */
export interface Measurement<Label extends string = string> {
  readonly value: number;
  readonly labels?: Partial<Record<Label, string>>;
}

const patienceMs = 2_000;

/** Nothing when it cannot be told, or not in time: a database that is away is when metrics are needed most. */
async function inTime<Label extends string>(
  read: () => Promise<readonly Measurement<Label>[]>,
): Promise<readonly Measurement<Label>[]> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<readonly Measurement<Label>[]>((resolve) => {
    timer = setTimeout(() => resolve([]), patienceMs);
  });
  try {
    return await Promise.race([read().catch(() => []), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The metrics of one application, in Prometheus' text format. Parts of Doorbell, and modules of one's own, make theirs
 * here; prom-client's own global registry would mix applications of one process.
 */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  counter<Label extends string>(options: CounterConfiguration<Label>): Counter<Label> {
    return new Counter({ ...options, registers: [this.registry] });
  }

  gauge<Label extends string>(options: GaugeConfiguration<Label>): Gauge<Label> {
    return new Gauge({ ...options, registers: [this.registry] });
  }

  histogram<Label extends string>(options: HistogramConfiguration<Label>): Histogram<Label> {
    return new Histogram({ ...options, registers: [this.registry] });
  }

  /** A gauge whose values are asked for when it is read. Those that cannot be told in time are left out, and no others. */
  measured<Label extends string>(
    options: Pick<GaugeConfiguration<Label>, 'name' | 'help' | 'labelNames'>,
    read: () => Promise<readonly Measurement<Label>[]>,
  ): void {
    this.gauge<Label>({
      ...options,
      async collect() {
        this.reset();
        // Without labels, a gauge that was reset says 0.
        if (!options.labelNames?.length) this.remove();
        for (const { value, labels } of await inTime(read)) this.set(labels ?? {}, value);
      },
    });
  }

  async text(): Promise<string> {
    return this.registry.metrics();
  }
}
