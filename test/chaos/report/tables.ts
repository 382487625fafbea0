import type { Row } from './row.js';

/** As Markdown that also reads well in a terminal. */
export function asTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(3, ...all.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  return [line(headings), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

const headings = [
  'scenario',
  'what is broken',
  'accepted',
  'in the database',
  'arrived',
  'lost',
  'rolled back',
  'duplicates',
  'unexplained',
  'all due called after',
  'result',
] as const;

/** A row of the fault table for each scenario. */
export function faultTable(rows: readonly Row[]): string {
  return asTable(headings, rows.map(cellsOf));
}

function cellsOf({ name, fault, counts, failures }: Row): readonly string[] {
  const lost = failures.filter(
    (failure) => failure.includes('not arrived') || failure.includes('not in the'),
  );
  return [
    name,
    fault,
    String(counts.accepted),
    String(counts.held),
    String(counts.arrived),
    lost.length === 0 ? '0' : lost.join('; '),
    String(counts.undone),
    String(counts.duplicates),
    String(counts.unexplained),
    `${(counts.resumedAfterMs / 1000).toFixed(1)} s`,
    failures.length === 0 ? 'holds' : 'FAILED',
  ];
}

/** A row for each hole of other senders, with the scenarios that show that it is none here. */
export function holeTable(rows: readonly Row[], holes: Readonly<Record<string, string>>): string {
  const lines = Object.entries(holes).map(([hole, what]) => {
    const played = rows.filter((row) => row.holes.includes(hole));
    return [hole, what, played.map(({ name }) => name).join(', ') || 'not played', resultOf(played)];
  });
  return asTable(['hole', 'what happens elsewhere', 'played by', 'here'], lines);
}

function resultOf(played: readonly Row[]): string {
  if (played.length === 0) return '';
  return played.every(({ failures }) => failures.length === 0) ? 'none' : 'FAILED';
}

const list = (record: Readonly<Record<string, number>>): string =>
  Object.entries(record)
    .map(([name, count]) => `${name} × ${count}`)
    .join(', ') || 'nothing';

/** What else a person wants to know of one scenario. */
export function particulars({
  answers,
  counts,
  said,
  notes,
  failures,
  memoryMegabytes,
  drainedAfterMs,
  seconds,
}: Row): string {
  return [
    `  answers: ${list(answers)}`,
    `  warnings and errors in the log: ${list(said)}`,
    `  nothing owed ${(drainedAfterMs / 1000).toFixed(1)} s after recording; ${memoryMegabytes} MB at most; ${seconds} s in all`,
    ...(counts.slowest.length > 0
      ? [
          `  ${counts.slowest.length} were called more than a second after all was ready: ${counts.slowest.slice(0, 4).join('; ')}`,
        ]
      : []),
    ...notes.map((note) => `  ${note}`),
    ...failures.map((failure) => `  FAILED: ${failure}`),
  ].join('\n');
}
