import { scaleBand, type ScaleBand, scaleLinear, type ScaleLinear } from 'd3-scale';
import type { ComponentChildren, JSX } from 'preact';

/** Pixels. */
const labelHeight = 20;
const gridLines = 3;

/** Where spans of time are, by their beginnings, in per cent of the width. */
export type TimeScale = ScaleBand<number>;
/** Where values are, in pixels from above. */
export type ValueScale = ScaleLinear<number, number>;

export const timeScaleOf = (beginnings: readonly Date[]): TimeScale =>
  scaleBand<number>()
    .domain(beginnings.map((at) => at.getTime()))
    .range([0, 100])
    .paddingInner(0.2);

/** From 0 to a round number that is `most` or more, over so many pixels. */
export const valueScaleOf = (most: number, height: number): ValueScale =>
  scaleLinear().domain([0, most]).nice(gridLines).range([height, 0]);

/** Pixels. */
export const heightOf = (y: ValueScale): number => y.range()[0]!;

/** An hour, or a minute. */
export interface ChartSpan {
  /** Its beginning. */
  readonly at: Date;
  /** What happened in it: after its time, which stands before it. */
  readonly label: string;
  /** Where it leads. */
  readonly href?: string;
}

interface TimeChartProps {
  readonly spans: readonly ChartSpan[];
  /** Each so-manieth span has its time below it. */
  readonly labelEvery: number;
  readonly x: TimeScale;
  readonly y: ValueScale;
  /** A value on a grid line, in words. */
  readonly valueText: (value: number) => string;
  /** What all of it shows, where its spans lead nowhere: it is a picture then. */
  readonly picture?: string;
  /** What is drawn: lengths across in per cent. */
  readonly children: ComponentChildren;
}

/**
 * Values over time. Each span has its words, over all of its height. Text and lines keep their size at any width: what lies
 * across is in per cent, what stands upright in pixels.
 */
export function TimeChart(props: TimeChartProps): JSX.Element {
  const { spans, x, y, picture, children } = props;
  return (
    <div class="db-chart">
      <ValueLabels {...props} />
      <svg
        width="100%"
        height={heightOf(y) + labelHeight}
        {...(picture === undefined ? {} : { role: 'img', 'aria-label': picture })}
      >
        <GridLines y={y} />
        {children}
        <TimeLabels {...props} />
        {spans.map((span) => (
          <Span key={span.at.getTime()} span={span} x={x} height={heightOf(y)} />
        ))}
      </svg>
    </div>
  );
}

function GridLines({ y }: Pick<TimeChartProps, 'y'>): JSX.Element {
  return (
    <g aria-hidden="true">
      {y.ticks(gridLines).map((value) => (
        <line key={value} class="db-chart-line" x1="0" x2="100%" y1={y(value)} y2={y(value)} />
      ))}
    </g>
  );
}

/** Before their lines, beside what is drawn. */
function ValueLabels({ y, valueText }: Pick<TimeChartProps, 'y' | 'valueText'>): JSX.Element {
  return (
    <svg class="db-chart-values" height={heightOf(y)} aria-hidden="true">
      {y.ticks(gridLines).map((value) => (
        <text key={value} class="db-chart-label" x="100%" y={y(value) + 4} text-anchor="end">
          {valueText(value)}
        </text>
      ))}
    </svg>
  );
}

function TimeLabels({ spans, labelEvery, x, y }: TimeChartProps): JSX.Element {
  const labelled = spans.filter((_span, index) => index % labelEvery === 0);
  return (
    <g aria-hidden="true">
      {labelled.map(({ at }) => (
        <text
          key={at.getTime()}
          class="db-chart-label"
          x={`${x(at.getTime())!}%`}
          y={heightOf(y) + labelHeight - 5}
          data-time-label={at.toISOString()}
        >
          {at.toISOString().slice(11, 16)}
        </text>
      ))}
    </g>
  );
}

interface SpanProps {
  readonly span: ChartSpan;
  readonly x: TimeScale;
  readonly height: number;
}

function Span({ span, x, height }: SpanProps): JSX.Element {
  const { at, href, label } = span;
  const iso = at.toISOString();
  const text = `${iso.slice(0, 16).replace('T', ' ')} UTC: ${label}`;
  const area = (
    <>
      <title>{text}</title>
      <rect
        class="db-chart-span"
        x={`${x(at.getTime())! - (x.step() - x.bandwidth()) / 2}%`}
        y="0"
        width={`${x.step()}%`}
        height={height}
      />
    </>
  );
  if (href === undefined) return <g data-span={iso}>{area}</g>;
  return (
    <a href={href} aria-label={text} data-span={iso}>
      {area}
    </a>
  );
}
