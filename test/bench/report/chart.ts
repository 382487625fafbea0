import type { JudgedFinding } from './finding.js';
import { figureText } from './numbers.js';

const width = 860;
const barHeight = 16;
const rowHeight = 46;
const labelWidth = 280;
const top = 56;
const barWidth = width - labelWidth - 150;

/** Of the findings that are held against a raw loop, how much of its rate is reached, with floor and aim as marks. */
export function chart(findings: readonly JudgedFinding[]): string {
  const shown = findings.filter(
    ({ ratio, target }) => ratio && target?.of === 'ratio' && target.is === 'at least',
  );
  const largest = Math.max(1, ...shown.map(({ ratio, target }) => Math.max(ratio!.max, target!.aim ?? 0)));
  const rows = shown.map((finding, index) => row(finding, top + index * rowHeight, barWidth / largest));
  const height = top + shown.length * rowHeight + 10;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13">`,
    `<title>Doorbell's rates as a share of their references</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text(16, 24, "Doorbell's rate ÷ its reference's in the same round", 'font-weight="600" font-size="15"'),
    text(
      16,
      42,
      'bar: median; whisker: minimum to maximum; red line: floor; green line: aim',
      'fill="#57606a"',
    ),
    ...rows,
    '</svg>',
    '',
  ].join('\n');
}

function row({ what, ratio, target, figure, unit }: JudgedFinding, y: number, scale: number): string {
  const { median, min, max } = ratio!;
  const middle = y + 16;
  const at = (value: number): number => Math.round((labelWidth + value * scale) * 10) / 10;
  const mark = (value: number, color: string): string =>
    `<line x1="${at(value)}" x2="${at(value)}" y1="${y + 2}" y2="${y + 30}" stroke="${color}" stroke-width="2"/>`;
  return [
    text(16, middle + 4, what),
    `<rect x="${labelWidth}" y="${middle - barHeight / 2}" width="${at(median) - labelWidth}" height="${barHeight}" fill="#4078c0"/>`,
    `<line x1="${at(min)}" x2="${at(max)}" y1="${middle}" y2="${middle}" stroke="#1b1f23"/>`,
    mark(target!.floor, '#cf222e'),
    ...(target!.aim === undefined ? [] : [mark(target!.aim, '#1a7f37')]),
    text(
      width - 140,
      middle + 4,
      `${figureText(median)} · ${figureText(figure.median)} ${unit.split('/')[0]!.slice(0, 4)}./s`,
      'fill="#57606a"',
    ),
  ].join('\n');
}

const text = (x: number, y: number, content: string, attributes = ''): string =>
  `<text x="${x}" y="${y}" ${attributes}>${content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`;
