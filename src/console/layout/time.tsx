import type { JSX } from 'preact';
import type { Language } from '../texts/language.js';
import { useFrame } from './frame.js';

/** `full`: to the second. `minute`: with its weekday. */
export type TimeStyle = 'full' | 'minute' | 'date';

const length: Readonly<Record<TimeStyle, number>> = { full: 19, minute: 16, date: 10 };

/** A moment, in UTC; times.js tells it in the reader's zone. */
export function Time({
  at,
  style = 'minute',
}: {
  readonly at: Date;
  readonly style?: TimeStyle;
}): JSX.Element {
  const iso = at.toISOString();
  const text = iso.slice(0, length[style]).replace('T', ' ');
  return (
    <time dateTime={iso} data-style={style}>
      {style === 'date' ? text : `${text} UTC`}
    </time>
  );
}

/** How long ago it was, or how soon it is. */
export function RelativeTime({ at }: { readonly at: Date }): JSX.Element {
  const { now, language } = useFrame();
  const iso = at.toISOString();
  return (
    <time dateTime={iso} title={`${iso.slice(0, 19).replace('T', ' ')} UTC`}>
      {relativeText(at, now, language)}
    </time>
  );
}

const steps = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 30],
] as const;

/** E.g. `4 minutes ago`. */
export function relativeText(at: Date, now: Date, language: Language): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  let amount = (at.getTime() - now.getTime()) / 1000;
  for (const [unit, size] of steps) {
    if (Math.abs(Math.round(amount)) < size || unit === 'day') return format.format(Math.round(amount), unit);
    amount /= size;
  }
  return format.format(Math.round(amount), 'day');
}
