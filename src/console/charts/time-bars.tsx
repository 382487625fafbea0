import { stack } from 'd3-shape';
import type { JSX } from 'preact';
import type { TimeScale, ValueScale } from './time-chart.js';

interface TimeBarsProps<Key extends string> {
  readonly bars: readonly ({ readonly at: Date } & Readonly<Record<Key, number>>)[];
  /** What is piled up, from below; each has a colour by its name (`db-bar-…`). */
  readonly keys: readonly Key[];
  readonly x: TimeScale;
  readonly y: ValueScale;
}

/** One bar a span, of one or several parts. */
export function TimeBars<Key extends string>({ bars, keys, x, y }: TimeBarsProps<Key>): JSX.Element {
  const layers = stack<(typeof bars)[number], Key>()
    .keys(keys)
    .value((bar, key) => bar[key])(bars);
  return (
    <>
      {layers.map((layer) => (
        <g key={layer.key} class={`db-bar-${layer.key}`}>
          {layer.map(([low, high], index) => (
            <rect
              key={index}
              x={`${x(bars[index]!.at.getTime())!}%`}
              y={y(high)}
              width={`${x.bandwidth()}%`}
              height={y(low) - y(high)}
            />
          ))}
        </g>
      ))}
    </>
  );
}
