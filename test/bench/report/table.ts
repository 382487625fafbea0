import type { JudgedFinding } from './finding.js';
import { obviousText, spreadText, targetText, verdictText } from './numbers.js';

const headings = [
  'scenario',
  'unit',
  'reference',
  'Doorbell',
  'ratio',
  'target',
  'verdict',
  'the obvious way',
] as const;

/** The table, as Markdown that also reads well in a terminal. Medians, with minimum and maximum in brackets. */
export function table(findings: readonly JudgedFinding[]): string {
  const rows = [headings, ...findings.map(cellsOf)];
  const widths = headings.map((_, column) => Math.max(3, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  const rule = line(widths.map((width) => '-'.repeat(width)));
  return [line(rows[0]!), rule, ...rows.slice(1).map(line)].join('\n');
}

function cellsOf(finding: JudgedFinding): readonly string[] {
  const { what, unit, reference, referenceFigure, figure, ratio, target, note } = finding;
  return [
    note ? `${what} (${note})` : what,
    unit,
    reference && referenceFigure ? `${reference.what}: ${spreadText(referenceFigure)}` : '',
    spreadText(figure),
    ratio ? spreadText(ratio) : '',
    target ? targetText(target) : '',
    verdictText(finding),
    obviousText(finding),
  ];
}
