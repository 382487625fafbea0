import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Machine } from '../measure/machine.js';
import { chart } from './chart.js';
import type { JudgedFinding } from './finding.js';
import { table } from './table.js';

const page = fileURLToPath(new URL('../../../docs/performance.md', import.meta.url));
const picture = fileURLToPath(new URL('../../../docs/performance.svg', import.meta.url));
const parts = /<!-- bench: begin -->[\s\S]*<!-- bench: end -->/;

/** Writes what was measured into docs/performance.md, between its two marks, and its chart beside it. */
export function writePerformancePage(machine: Machine, findings: readonly JudgedFinding[]): void {
  const text = readFileSync(page, 'utf8');
  if (!parts.test(text)) throw new Error('docs/performance.md has lost the marks of the bench.');
  writeFileSync(
    page,
    text.replace(parts, () => measured(machine, findings)),
  );
  writeFileSync(picture, chart(findings));
}

function measured(machine: Machine, findings: readonly JudgedFinding[]): string {
  const about = Object.entries(machine).map(([name, value]) => `- ${name}: ${value}`);
  // Prettier leaves alone what it is told to: the table is as the bench prints it.
  return [
    '<!-- bench: begin -->',
    '',
    ...about,
    '',
    '<!-- prettier-ignore -->',
    table(findings),
    '',
    '<!-- bench: end -->',
  ].join('\n');
}
