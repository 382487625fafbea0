import type { JudgedFinding } from './finding.js';
import { figureText } from './numbers.js';

const width = 960;
const barHeight = 16;
const rowHeight = 34;
const labelWidth = 300;
const figureWidth = 220;
const top = 56;
const barWidth = width - labelWidth - figureWidth;

/** Of the floor: where a bar ends at most, for the floors to stand in one line. */
const longest = 2;

/** Rates against their references: each row is drawn to the scale of its floor, with floor and aim as marks. */
export function chart(findings: readonly JudgedFinding[]): string {
  const shown = findings.filter(
    ({ ratio, target }) => ratio && target?.of === 'ratio' && target.is === 'at least',
  );
  const rows = shown.map((finding, index) => row(finding, top + index * rowHeight));
  const height = top + shown.length * rowHeight + 10;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13">`,
    '<title>Rates beside their references</title>',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text(16, 24, "Doorbell's rate ÷ its reference's in the same round", 'font-weight="600" font-size="15"'),
    text(16, 42, 'bar: median; whisker: minimum to maximum; red: floor; green: aim', 'fill="#57606a"'),
    ...rows,
    '</svg>',
    '',
  ].join('\n');
}

function row({ what, ratio, target, figure, unit }: JudgedFinding, y: number): string {
  const { floor, aim } = target!;
  const { median, min, max } = ratio!;
  const middle = y + rowHeight / 2;
  const at = (value: number): number =>
    Math.round(labelWidth + (Math.min(value / floor, longest) * barWidth) / longest);
  const mark = (value: number, color: string): string =>
    `<line x1="${at(value)}" x2="${at(value)}" y1="${y + 3}" y2="${y + rowHeight - 3}" stroke="${color}" stroke-width="2"/>`;
  return [
    text(16, middle + 4, what),
    `<rect x="${labelWidth}" y="${middle - barHeight / 2}" width="${at(median) - labelWidth}" height="${barHeight}" fill="#4078c0"/>`,
    `<line x1="${at(min)}" x2="${at(max)}" y1="${middle}" y2="${middle}" stroke="#1b1f23"/>`,
    mark(floor, '#cf222e'),
    ...(aim === undefined ? [] : [mark(aim, '#1a7f37')]),
    text(
      width - figureWidth + 16,
      middle + 4,
      `${figureText(median)} (${figureText(figure.median)} ${unit})`,
      'fill="#57606a"',
    ),
  ].join('\n');
}

const text = (x: number, y: number, content: string, attributes = ''): string =>
  `<text x="${x}" y="${y}" ${attributes}>${content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`;
