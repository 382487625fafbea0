import type { LoggedCallDetails } from '@contracts/logs';
import type { JSX } from 'preact';
import { secondsText } from '../layout/amounts.js';
import { Card } from '../layout/card.js';
import { useFrame } from '../layout/frame.js';

const partNames = ['dns', 'connect', 'tls', 'waiting', 'reading', 'failing'] as const;
type PartName = (typeof partNames)[number];

interface Part {
  readonly name: PartName;
  readonly seconds: number;
  /** Where it begins. */
  readonly from: number;
}

const width = 600;

/** Where the time of the call went. */
export function TimingCard({ call }: { readonly call: LoggedCallDetails }): JSX.Element {
  const frame = useFrame();
  const { call: texts } = frame.texts.calls;
  const write = (seconds: number): string => secondsText(seconds, frame.language);
  const parts = partsOf(call);
  const total = Math.max(call.timings.total ?? 0, 0.000_001);
  return (
    <Card id="timing-title" title={texts.timing} of={texts.inAll(write(total))}>
      <div class="card-body">
        <svg class="db-timing" viewBox={`0 0 ${width} 8`} preserveAspectRatio="none" aria-hidden="true">
          {parts.map(({ name, seconds, from }) => (
            <rect
              key={name}
              class={`db-part-${name}`}
              x={(from / total) * width}
              y={0}
              width={(seconds / total) * width}
              height={8}
            />
          ))}
        </svg>
        <ul class="db-parts">
          {parts.map(({ name, seconds }) => (
            <li key={name}>
              <span class={`db-key db-part-${name}`} aria-hidden="true" /> {texts.parts[name]}{' '}
              {write(seconds)}
            </li>
          ))}
        </ul>
        {call.timings.connect === null && call.returnCode !== 0 && <p class="db-quiet mb-0">{texts.kept}</p>}
      </div>
    </Card>
  );
}

/** Those that took place, one after the other. */
function partsOf(call: LoggedCallDetails): readonly Part[] {
  const spans = spansOf(call);
  const parts: Part[] = [];
  let from = 0;
  for (const name of partNames) {
    const seconds = spans[name];
    if (seconds === null) continue;
    parts.push({ name, seconds, from });
    from += seconds;
  }
  return parts;
}

/** How long each part took; null: it did not take place. */
export function spansOf({
  timings,
}: Pick<LoggedCallDetails, 'timings'>): Readonly<Record<PartName, number | null>> {
  const { dns, connect, tls, first_byte: firstByte, total } = timings;
  const before = (dns ?? 0) + (connect ?? 0) + (tls ?? 0);
  const rest = total === null ? null : Math.max(0, total - (firstByte ?? before));
  if (firstByte === null) return { dns, connect, tls, waiting: null, reading: null, failing: rest };
  return { dns, connect, tls, waiting: Math.max(0, firstByte - before), reading: rest, failing: null };
}
