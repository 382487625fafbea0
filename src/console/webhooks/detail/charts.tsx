import type { TimedHour } from '@contracts/logs';
import type { JSX } from 'preact';
import { TimeBars } from '../../charts/time-bars.js';
import { type ChartSpan, TimeChart, timeScaleOf, valueScaleOf } from '../../charts/time-chart.js';
import { TimeLine } from '../../charts/time-line.js';
import { secondsText } from '../../layout/amounts.js';
import { Figure } from '../../layout/card.js';
import { useFrame, useTexts } from '../../layout/frame.js';
import { paths, withQuery } from '../../paths.js';
import { toMinute } from './log-filter.js';

interface ChartsProps {
  readonly hours: readonly TimedHour[];
  readonly organizer: string;
  readonly webhookId: number;
}

const hourMs = 3_600_000;
const hoursBetweenLabels = 6;
/** Pixels: the second stands below figures. */
const [callsHeight, timesHeight] = [180, 120];

/** Two pictures of the last 24 hours. A click on an hour shows its calls in the log. */
export function Charts(props: ChartsProps): JSX.Element {
  const { webhook } = useTexts().calls;
  return (
    <div class="db-charts">
      <section class="card card-body" aria-labelledby="per-hour">
        <div class="db-chart-head">
          <h2 class="card-title" id="per-hour">
            {webhook.perHour}
          </h2>
          <span class="db-quiet">
            <span class="db-key db-key-good" aria-hidden="true" /> {webhook.accepted}{' '}
            <span class="db-key db-key-bad" aria-hidden="true" /> {webhook.failed}
          </span>
        </div>
        <CallsPerHour {...props} />
      </section>
      <section class="card card-body" aria-labelledby="response-time">
        <h2 class="card-title" id="response-time">
          {webhook.responseTime}
        </h2>
        <ResponseTimes {...props} />
      </section>
    </div>
  );
}

/** Each hour as a link to its calls. */
const spansOf = (
  { hours, organizer, webhookId }: ChartsProps,
  labelOf: (hour: TimedHour) => string,
): readonly ChartSpan[] =>
  hours.map((timed) => {
    const { hour } = timed;
    const range = { since: toMinute(hour), until: toMinute(new Date(hour.getTime() + hourMs)) };
    const href = `${withQuery(paths.webhook(organizer, webhookId), range)}#log`;
    return { at: hour, href, label: labelOf(timed) };
  });

function CallsPerHour(props: ChartsProps): JSX.Element {
  const { texts, language } = useFrame();
  const { webhook } = texts.calls;
  const spans = spansOf(props, ({ calls, failures }) => webhook.callsOfHour(calls, failures));
  const x = timeScaleOf(props.hours.map(({ hour }) => hour));
  const y = valueScaleOf(mostCalls(props.hours), callsHeight);
  const bars = props.hours.map(({ hour, calls, failures }) => ({
    at: hour,
    failed: failures,
    accepted: calls - failures,
  }));
  return (
    <TimeChart
      spans={spans}
      labelEvery={hoursBetweenLabels}
      x={x}
      y={y}
      valueText={(calls) => calls.toLocaleString(language)}
    >
      <TimeBars bars={bars} keys={['failed', 'accepted']} x={x} y={y} />
    </TimeChart>
  );
}

/** Grid lines stand at whole calls. */
const mostCalls = (hours: readonly TimedHour[]): number => Math.max(3, ...hours.map(({ calls }) => calls));

function ResponseTimes(props: ChartsProps): JSX.Element {
  const { texts, language } = useFrame();
  const { webhook } = texts.calls;
  const last = props.hours.findLast(({ calls }) => calls > 0);
  if (!last) return <p class="db-quiet">{webhook.noCalls}</p>;
  return (
    <>
      <dl class="db-figures">
        <Figure
          value={secondsText(last.median, language)}
          label={
            <>
              <span class="db-key db-key-median" aria-hidden="true" /> {webhook.median}
            </>
          }
        />
        <Figure
          value={secondsText(last.p95, language)}
          label={
            <>
              <span class="db-key db-key-p95" aria-hidden="true" /> {webhook.p95}
            </>
          }
        />
      </dl>
      <TimesByHour {...props} />
    </>
  );
}

function TimesByHour(props: ChartsProps): JSX.Element {
  const { texts, language } = useFrame();
  const { webhook } = texts.calls;
  const { hours } = props;
  const write = (seconds: number): string => secondsText(seconds, language);
  const spans = spansOf(props, ({ calls, median, p95 }) =>
    calls === 0 ? '–' : webhook.timesOfHour(write(median), write(p95)),
  );
  const x = timeScaleOf(hours.map(({ hour }) => hour));
  const y = valueScaleOf(Math.max(0.001, ...hours.map(({ p95 }) => p95)), timesHeight);
  const pointsOf = (percentile: 'median' | 'p95') =>
    hours.map((timed) => ({ at: timed.hour, value: timed.calls > 0 ? timed[percentile] : null }));
  return (
    <TimeChart spans={spans} labelEvery={hoursBetweenLabels} x={x} y={y} valueText={write}>
      <TimeLine points={pointsOf('p95')} x={x} y={y} look="db-curve-p95" />
      <TimeLine points={pointsOf('median')} x={x} y={y} look="db-curve-median" />
    </TimeChart>
  );
}
