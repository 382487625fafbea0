import { stack } from 'd3-shape';
import type { JSX } from 'preact';
import type { HourScale, ValueScale } from './hour-chart.js';

interface HourBarsProps<Key extends string> {
  readonly hours: readonly ({ readonly hour: Date } & Readonly<Record<Key, number>>)[];
  /** What is piled up, from below; each has a colour by its name (`db-bar-…`). */
  readonly keys: readonly Key[];
  readonly x: HourScale;
  readonly y: ValueScale;
}

/** One bar an hour, of several parts. */
export function HourBars<Key extends string>({ hours, keys, x, y }: HourBarsProps<Key>): JSX.Element {
  const layers = stack<(typeof hours)[number], Key>()
    .keys(keys)
    .value((hour, key) => hour[key])(hours);
  return (
    <>
      {layers.map((layer) => (
        <g key={layer.key} class={`db-bar-${layer.key}`}>
          {layer.map(([low, high], index) => (
            <rect
              key={index}
              x={`${x(hours[index]!.hour.getTime())!}%`}
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
