import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { pick } from '../bench/arguments.js';
import { type ChaosArguments, readArguments, usage } from './arguments.js';
import { play } from './play.js';
import { type Row, unplayed } from './report/row.js';
import { writeReliabilityPage } from './report/reliability-page.js';
import { faultTable, holeTable, particulars } from './report/tables.js';
import { holes } from './scenarios/holes.js';
import { scenarios } from './scenarios/index.js';
import type { Scenario } from './scenarios/scenario.js';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** How long a scenario goes on breaking things where nothing else is said. */
const usualMs = 10_000;

/** Plays the scenarios in turn. A row that fails is an exit code, and keeps no other from being played. */
async function main(): Promise<void> {
  const options = readArguments(process.argv.slice(2));
  if (options.help) return say(usage);
  const picked = pick(scenarios, options.scenarios).filter(({ isShort }) => !options.short || isShort);
  if (options.list) return picked.forEach(({ name, fault }) => say(`${name}: ${fault}`));
  const rows: Row[] = [];
  const left = picked.values();
  const playInTurn = async (): Promise<void> => {
    for (const scenario of left) {
      say(`\n${scenario.name} begins.`);
      const row = await rowOf(scenario, options);
      rows.push(row);
      tell(row);
      if (options.json)
        writeFileSync(options.json, `${JSON.stringify(withKept(rows, options.json), null, 2)}\n`);
    }
  };
  await Promise.all(Array.from({ length: options.atOnce }, playInTurn));
  if (rows.some(({ failures }) => failures.length > 0)) process.exitCode = 1;
  const all = withKept(rows, options.json);
  say(`\n${faultTable(all)}\n\n${holeTable(all, holes)}`);
  if (options.markdown) writeReliabilityPage(all, options);
}

function tell(row: Row): void {
  say(`\n${row.name}: ${row.fault}\n  must hold: ${row.mustHold}\n${faultTable([row])}\n${particulars(row)}`);
}

/** With the rows that the file holds of scenarios that were not played now, in the table's order. */
function withKept(rows: readonly Row[], file: string | undefined): readonly Row[] {
  const earlier = file && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Row[]) : [];
  const byName = new Map([...earlier, ...rows].map((row) => [row.name, row]));
  return scenarios.flatMap(({ name }) => byName.get(name) ?? []);
}

async function rowOf(scenario: Scenario, { seed, durationSeconds }: ChaosArguments): Promise<Row> {
  const durationMs = durationSeconds === undefined ? usualMs : durationSeconds * 1000;
  try {
    return await play(scenario, { seed, durationMs });
  } catch (error) {
    return unplayed(scenario, error as Error);
  }
}

await main();
process.exit();
