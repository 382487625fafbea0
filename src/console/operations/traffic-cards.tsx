import type { TrafficMinute } from '@contracts/health';
import type { JSX } from 'preact';
import { TimeBars } from '../charts/time-bars.js';
import { TimeChart, timeScaleOf, valueScaleOf } from '../charts/time-chart.js';
import { useFrame } from '../layout/frame.js';
import { secondsText } from '../layout/amounts.js';
import { Card, Figure } from '../layout/card.js';
import { arrivalMinutes, type OperationsReport } from './operations-report.service.js';

const meanOf = 5;
/** Pixels. */
const chartHeight = 96;
const minutesBetweenLabels = 15;

type Counted = 'recorded' | 'delivered' | 'failed';

/** How much goes in and out. */
export function Throughput({ minutes }: Pick<OperationsReport, 'minutes'>): JSX.Element {
  const { texts, language } = useFrame();
  const words = texts.operations.throughput;
  const full = minutes.slice(-meanOf - 1, -1);
  const mean = (name: Counted): string =>
    (full.reduce((sum, minute) => sum + minute[name], 0) / meanOf).toLocaleString(language, {
      maximumFractionDigits: 1,
    });
  return (
    <Card id="throughput-title" title={words.title} of={words.of(meanOf)}>
      <div class="card-body">
        <dl class="db-figures">
          <Figure value={mean('recorded')} label={words.recorded} />
          <Figure value={mean('delivered')} label={words.delivered} />
          <Figure value={mean('failed')} label={words.failed} />
        </dl>
        <MinuteChart minutes={minutes} of="recorded" title={words.recordedChart} />
        <MinuteChart minutes={minutes} of="delivered" title={words.deliveredChart} />
      </div>
    </Card>
  );
}

interface MinuteChartProps {
  readonly minutes: readonly TrafficMinute[];
  readonly of: Counted;
  readonly title: string;
}

function MinuteChart({ minutes, of, title }: MinuteChartProps): JSX.Element {
  const { texts, language } = useFrame();
  const words = texts.operations.throughput;
  const most = Math.max(...minutes.map((minute) => minute[of]));
  if (most === 0) return <p class="db-quiet mb-0">{`${title}: ${words.noneInHour}`}</p>;
  const label = `${title}. ${words.chartLabel(most.toLocaleString(language))}`;
  const x = timeScaleOf(minutes.map(({ minute }) => minute));
  // Grid lines stand at whole numbers.
  const y = valueScaleOf(Math.max(3, most), chartHeight);
  const numberText = (number: number): string => number.toLocaleString(language);
  return (
    <figure class="db-minutes">
      <figcaption class="db-quiet">{label}</figcaption>
      <TimeChart
        spans={minutes.map((minute) => ({ at: minute.minute, label: numberText(minute[of]) }))}
        labelEvery={minutesBetweenLabels}
        x={x}
        y={y}
        valueText={numberText}
        picture={label}
      >
        <TimeBars
          bars={minutes.map((minute) => ({ ...minute, at: minute.minute }))}
          keys={[of]}
          x={x}
          y={y}
        />
      </TimeChart>
    </figure>
  );
}

/** How long it takes. */
export function Latency({ arrivals }: Pick<OperationsReport, 'arrivals'>): JSX.Element {
  const { texts, language } = useFrame();
  const words = texts.operations.latency;
  const { count, median, p95 } = arrivals;
  const write = (seconds: number | null): string =>
    seconds === null ? words.longer : secondsText(seconds, language);
  return (
    <Card id="latency-title" title={words.title} of={words.of(arrivalMinutes)}>
      <div class="card-body">
        {count === 0 ? (
          <p class="db-quiet mb-0">{words.none(arrivalMinutes)}</p>
        ) : (
          <>
            <dl class="db-figures">
              <Figure value={write(median)} label={words.median} />
              <Figure value={write(p95)} label={words.p95} />
            </dl>
            <p class="db-quiet mb-0">{words.count(count.toLocaleString(language))}</p>
          </>
        )}
      </div>
    </Card>
  );
}
