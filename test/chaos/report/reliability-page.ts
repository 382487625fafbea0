import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { ChaosArguments } from '../arguments.js';
import { holes } from '../scenarios/holes.js';
import type { Row } from './row.js';
import { asTable, faultTable, holeTable } from './tables.js';

const page = fileURLToPath(new URL('../../../docs/reliability.md', import.meta.url));
const parts = /<!-- chaos: begin -->[\s\S]*<!-- chaos: end -->/;

/** Writes what was played into docs/reliability.md, between its two marks. */
export function writeReliabilityPage(rows: readonly Row[], options: ChaosArguments): void {
  const text = readFileSync(page, 'utf8');
  if (!parts.test(text)) throw new Error('docs/reliability.md has lost the marks of the chaos run.');
  writeFileSync(
    page,
    text.replace(parts, () => played(rows, options)),
  );
}

function played(rows: readonly Row[], { seed, durationSeconds, atOnce }: ChaosArguments): string {
  const seconds = rows.reduce((sum, row) => sum + row.seconds, 0);
  const about = [
    `Played on ${new Date().toISOString().slice(0, 10)} with seed ${seed}`,
    durationSeconds === undefined ? 'and the usual durations' : `and ${durationSeconds} s each`,
    `in ${Math.round(seconds / 60)} minutes${atOnce > 1 ? ` of scenarios, ${atOnce} side by side` : ''}, on ${availableParallelism()} cores`,
    `and ${Math.round(totalmem() / 1e9)} GB for Doorbell, PostgreSQL, Redis, receiver and the program itself.`,
  ].join(' ');
  const demands = rows.map(({ name, mustHold }) => [name, mustHold]);
  const failures = rows.flatMap(({ name, failures }) => failures.map((failure) => `- ${name}: ${failure}`));
  // Prettier leaves alone what it is told to: the tables are as they are printed.
  return [
    '<!-- chaos: begin -->',
    '',
    about,
    '',
    '<!-- prettier-ignore -->',
    faultTable(rows),
    '',
    ...(failures.length > 0 ? [...failures, ''] : []),
    'Beside the rules of every row:',
    '',
    '<!-- prettier-ignore -->',
    asTable(['scenario', 'must hold'], demands),
    '',
    'Holes found in other senders, and what shows that they are none here:',
    '',
    '<!-- prettier-ignore -->',
    holeTable(rows, holes),
    '',
    '<!-- chaos: end -->',
  ].join('\n');
}
