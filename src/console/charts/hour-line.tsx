import { curveMonotoneX, line } from 'd3-shape';
import type { JSX } from 'preact';
import { heightOf, type HourScale, type ValueScale } from './hour-chart.js';

interface HourLineProps {
  /** A value an hour; null where there is none, which leaves a gap. */
  readonly points: readonly { readonly hour: Date; readonly value: number | null }[];
  readonly x: HourScale;
  readonly y: ValueScale;
  readonly look: string;
}

/** A line over the hours. */
export function HourLine({ points, x, y, look }: HourLineProps): JSX.Element {
  const path = line<(typeof points)[number]>()
    .defined(({ value }) => value !== null)
    .x(({ hour }) => x(hour.getTime())! + x.bandwidth() / 2)
    .y(({ value }) => y(value!))
    .curve(curveMonotoneX)
    .digits(2);
  return (
    <svg
      width="100%"
      height={heightOf(y)}
      viewBox={`0 0 100 ${heightOf(y)}`}
      preserveAspectRatio="none"
      overflow="visible"
    >
      <path class={`db-chart-curve ${look}`} d={path(points) ?? ''} />
    </svg>
  );
}
