import { writeFileSync } from 'node:fs';
import { pick, readArguments, usage } from './arguments.js';
import { describeMachine, type Machine } from './measure/machine.js';
import { judge, type JudgedFinding } from './report/finding.js';
import { writePerformancePage } from './report/performance-page.js';
import { table } from './report/table.js';
import { scenarios } from './scenarios/index.js';
import { BrokenRun } from './scenarios/scenario.js';
import { Stage } from './stage/stage.js';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Plays the scenarios one after the other. A slow figure is a line of the table; what got lost is an exit code. */
async function main(): Promise<void> {
  const options = readArguments(process.argv.slice(2));
  if (options.help) return say(usage);
  const picked = pick(scenarios, options.scenarios);
  const stage = await Stage.start();
  const findings: JudgedFinding[] = [];
  try {
    const machine = await describeMachine(stage);
    say(machineText(machine));
    for (const scenario of picked) {
      say(`\n${scenario.name}: ${scenario.asks}`);
      const started = performance.now();
      const own = await findingsOf(async () => scenario.run(stage, options));
      findings.push(...own);
      say(`${table(own)}\n(${Math.round((performance.now() - started) / 1000)} s)`);
    }
    if (picked.length > 1) say(`\n${table(findings)}`);
    if (options.markdown) writePerformancePage(machine, findings);
    if (options.json) writeFileSync(options.json, `${JSON.stringify({ machine, findings }, null, 2)}\n`);
  } finally {
    await stage.stop();
  }
}

/** One broken run does not keep the others from being played. */
async function findingsOf(
  run: () => Promise<readonly Parameters<typeof judge>[0][]>,
): Promise<readonly JudgedFinding[]> {
  try {
    return (await run()).map(judge);
  } catch (error) {
    process.exitCode = 1;
    say(
      error instanceof BrokenRun ? `BROKEN: ${error.message}` : `BROKEN: ${String((error as Error).stack)}`,
    );
    return [];
  }
}

function machineText(machine: Machine): string {
  return Object.entries(machine)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}

await main();
