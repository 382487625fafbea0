import type { TimedHour } from '@contracts/logs';
import type { JSX } from 'preact';
import { useTexts } from '../../layout/frame.js';
import { paths, withQuery } from '../../paths.js';
import { durationText } from './call-row.js';
import { toMinute } from './log-filter.js';

interface ChartsProps {
  readonly hours: readonly TimedHour[];
  readonly organizer: string;
  readonly webhookId: number;
}

const [width, height, gap] = [480, 100, 4];
const hourMs = 3_600_000;

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

const linkOf = ({ organizer, webhookId }: ChartsProps, hour: Date): string =>
  `${withQuery(paths.webhook(organizer, webhookId), {
    since: toMinute(hour),
    until: toMinute(new Date(hour.getTime() + hourMs)),
  })}#log`;

function CallsPerHour(props: ChartsProps): JSX.Element {
  const { webhook } = useTexts().calls;
  const most = Math.max(1, ...props.hours.map(({ calls }) => calls));
  const step = width / props.hours.length;
  return (
    <svg class="db-chart" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none">
      {props.hours.map(({ hour, calls, failures }, index) => {
        const [all, bad] = [(calls / most) * height, (failures / most) * height];
        const label = webhook.hourLink(`${toMinute(hour).replace('T', ' ')} UTC`, calls, failures);
        return (
          <a key={hour.getTime()} href={linkOf(props, hour)} aria-label={label}>
            <title>{label}</title>
            <rect class="db-bar-ground" x={index * step} y={0} width={step - gap} height={height} />
            <rect
              class="db-bar-good"
              x={index * step}
              y={height - all}
              width={step - gap}
              height={all - bad}
            />
            <rect class="db-bar-bad" x={index * step} y={height - bad} width={step - gap} height={bad} />
          </a>
        );
      })}
    </svg>
  );
}

function ResponseTimes(props: ChartsProps): JSX.Element {
  const { webhook } = useTexts().calls;
  const called = props.hours.filter(({ calls }) => calls > 0);
  const last = called.at(-1);
  if (!last) return <p class="db-quiet">{webhook.noCalls}</p>;
  return (
    <>
      <dl class="db-figures">
        <div>
          <dd>{durationText(last.median * 1_000)}</dd>
          <dt class="db-quiet">{webhook.median}</dt>
        </div>
        <div>
          <dd>{durationText(last.p95 * 1_000)}</dd>
          <dt class="db-quiet">{webhook.p95}</dt>
        </div>
      </dl>
      <TimesByHour {...props} />
    </>
  );
}

function TimesByHour(props: ChartsProps): JSX.Element {
  const { webhook } = useTexts().calls;
  const most = Math.max(...props.hours.map(({ p95 }) => p95), 0.001);
  const step = width / props.hours.length;
  return (
    <svg class="db-chart" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none">
      {props.hours.map(({ hour, calls, median, p95 }, index) => {
        const moment = `${toMinute(hour).replace('T', ' ')} UTC`;
        const [middle, tail] = [(median / most) * height, (p95 / most) * height];
        const times = `${durationText(median * 1_000)} ${webhook.median}, ${durationText(p95 * 1_000)} ${webhook.p95}`;
        const label = calls === 0 ? `${moment}: –` : `${moment}: ${times}`;
        return (
          <a key={hour.getTime()} href={linkOf(props, hour)} aria-label={label}>
            <title>{label}</title>
            <rect class="db-bar-ground" x={index * step} y={0} width={step - gap} height={height} />
            <rect class="db-bar-tail" x={index * step} y={height - tail} width={step - gap} height={tail} />
            <rect
              class="db-bar-middle"
              x={index * step}
              y={height - middle}
              width={step - gap}
              height={middle}
            />
          </a>
        );
      })}
    </svg>
  );
}
