import { scaleBand, type ScaleBand, scaleLinear, type ScaleLinear } from 'd3-scale';
import type { ComponentChildren, JSX } from 'preact';

/** Pixels. */
const labelHeight = 20;
const [gridLines, hoursBetweenLabels] = [3, 6];

/** Where hours are, in per cent of the width. */
export type HourScale = ScaleBand<number>;
/** Where values are, in pixels from above. */
export type ValueScale = ScaleLinear<number, number>;

export const hourScaleOf = (hours: readonly Date[]): HourScale =>
  scaleBand<number>()
    .domain(hours.map((hour) => hour.getTime()))
    .range([0, 100])
    .paddingInner(0.2);

/** From 0 to a round number that is `most` or more, over so many pixels. */
export const valueScaleOf = (most: number, height: number): ValueScale =>
  scaleLinear().domain([0, most]).nice(gridLines).range([height, 0]);

/** Pixels. */
export const heightOf = (y: ValueScale): number => y.range()[0]!;

export interface HourLink {
  readonly hour: Date;
  readonly href: string;
  /** What happened in the hour: after its time, which stands before it. */
  readonly label: string;
}

interface HourChartProps {
  readonly links: readonly HourLink[];
  readonly x: HourScale;
  readonly y: ValueScale;
  /** A value on a grid line, in words. */
  readonly valueText: (value: number) => string;
  /** What is drawn: lengths across in per cent. */
  readonly children: ComponentChildren;
}

/**
 * Values over hours. Each hour is a link, drawn over all of its height. Text and lines keep their size at any width: what
 * lies across is in per cent, what stands upright in pixels.
 */
export function HourChart({ links, x, y, valueText, children }: HourChartProps): JSX.Element {
  return (
    <svg class="db-chart" width="100%" height={heightOf(y) + labelHeight}>
      <GridLines y={y} />
      {children}
      <ValueLabels y={y} valueText={valueText} />
      <HourLabels links={links} x={x} y={y} />
      {links.map((link) => (
        <Hour key={link.hour.getTime()} link={link} x={x} height={heightOf(y)} />
      ))}
    </svg>
  );
}

function GridLines({ y }: Pick<HourChartProps, 'y'>): JSX.Element {
  return (
    <g aria-hidden="true">
      {y.ticks(gridLines).map((value) => (
        <line key={value} class="db-chart-line" x1="0" x2="100%" y1={y(value)} y2={y(value)} />
      ))}
    </g>
  );
}

/** Below their lines, at the left, over what is drawn there. */
function ValueLabels({ y, valueText }: Pick<HourChartProps, 'y' | 'valueText'>): JSX.Element {
  const values = y.ticks(gridLines).filter((value) => value > 0);
  return (
    <g aria-hidden="true">
      {values.map((value) => (
        <text key={value} class="db-chart-label" x="0" y={y(value) + 12}>
          {valueText(value)}
        </text>
      ))}
    </g>
  );
}

function HourLabels({ links, x, y }: Pick<HourChartProps, 'links' | 'x' | 'y'>): JSX.Element {
  const labelled = links.filter((_link, index) => index % hoursBetweenLabels === 0);
  return (
    <g aria-hidden="true">
      {labelled.map(({ hour }) => (
        <text
          key={hour.getTime()}
          class="db-chart-label"
          x={`${x(hour.getTime())!}%`}
          y={heightOf(y) + labelHeight - 5}
          data-hour={hour.toISOString()}
        >
          {hour.toISOString().slice(11, 16)}
        </text>
      ))}
    </g>
  );
}

interface HourProps {
  readonly link: HourLink;
  readonly x: HourScale;
  readonly height: number;
}

function Hour({ link, x, height }: HourProps): JSX.Element {
  const { hour, href, label } = link;
  const iso = hour.toISOString();
  const text = `${iso.slice(0, 16).replace('T', ' ')} UTC: ${label}`;
  return (
    <a href={href} aria-label={text} data-hour-label={iso}>
      <title>{text}</title>
      <rect
        class="db-chart-hour"
        x={`${x(hour.getTime())! - (x.step() - x.bandwidth()) / 2}%`}
        y="0"
        width={`${x.step()}%`}
        height={height}
      />
    </a>
  );
}
