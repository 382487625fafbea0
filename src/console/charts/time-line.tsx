import { curveMonotoneX, line } from 'd3-shape';
import type { JSX } from 'preact';
import { heightOf, type TimeScale, type ValueScale } from './time-chart.js';

interface TimeLineProps {
  /** A value a span; null where there is none, which leaves a gap. */
  readonly points: readonly { readonly at: Date; readonly value: number | null }[];
  readonly x: TimeScale;
  readonly y: ValueScale;
  readonly look: string;
}

/** A line over spans of time. */
export function TimeLine({ points, x, y, look }: TimeLineProps): JSX.Element {
  const path = line<(typeof points)[number]>()
    .defined(({ value }) => value !== null)
    .x(({ at }) => x(at.getTime())! + x.bandwidth() / 2)
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
