import type { CallsOfHour } from '@contracts/logs';
import type { JSX } from 'preact';
import { useTexts } from '../layout/frame.js';

/** Without a single call, all calls accepted, some failed, all failed. */
function lookOf({ calls, failures }: CallsOfHour): string {
  if (calls === 0) return 'none';
  if (failures === 0) return 'good';
  return failures < calls ? 'mixed' : 'bad';
}

const hourText = (hour: Date): string => `${hour.toISOString().slice(11, 16)} UTC`;

/** The last hours at a glance, one bar each. For who does not see it, one sentence says the same. */
export function SuccessStrip({ hours }: { readonly hours: readonly CallsOfHour[] }): JSX.Element {
  const { strip } = useTexts().webhooks;
  const calls = hours.reduce((sum, hour) => sum + hour.calls, 0);
  const failures = hours.reduce((sum, hour) => sum + hour.failures, 0);
  return (
    <span class="db-strip" role="img" aria-label={strip.summary(calls, failures)}>
      {hours.map((hour) => (
        <span
          key={hour.hour.getTime()}
          class={`db-hour db-hour-${lookOf(hour)}`}
          title={strip.hour(hourText(hour.hour), hour.calls, hour.failures)}
        />
      ))}
    </span>
  );
}
