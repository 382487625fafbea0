import { parseArgs } from 'node:util';

export interface BenchArguments {
  /** By name; all where none is named. A name that ends in * stands for all that begin so. */
  readonly scenarios: readonly string[];
  /** Where the figures are written as JSON. */
  readonly json: string | undefined;
  readonly rounds: number;
  readonly quick: boolean;
  /** Of the scenario memory. */
  readonly durationSeconds: number;
  /** Whether docs/performance.md gets the new table. */
  readonly markdown: boolean;
  readonly help: boolean;
}

export const usage = `npm run bench -- [options]
  --scenario a,b   only these; "sustained-*" for all that begin so
  --rounds n       how often reference and Doorbell take turns (4; with --quick 2)
  --quick          smaller numbers all over
  --duration s     of the scenario memory (60; with --quick 15); 3600 for the hour
  --json file      writes the figures there
  --markdown       writes the table and the chart of docs/performance.md anew
  --help`;

const seconds = { full: 60, quick: 15 } as const;
const fullRounds = 4;
const quickRounds = 2;

/** @throws when an argument is unknown or no number. */
export function readArguments(parameters: readonly string[]): BenchArguments {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      scenario: { type: 'string', multiple: true, default: [] },
      json: { type: 'string' },
      rounds: { type: 'string' },
      duration: { type: 'string' },
      markdown: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const rounds = values.rounds ?? String(values.quick ? quickRounds : fullRounds);
  if (!/^[1-9]\d?$/.test(rounds)) throw new Error('--rounds must be a number from 1 to 99.');
  const duration = values.duration ?? String(values.quick ? seconds.quick : seconds.full);
  if (!/^[1-9]\d{0,4}$/.test(duration)) throw new Error('--duration must be a number of seconds.');
  return {
    scenarios: values.scenario.flatMap((names) => names.split(',')),
    json: values.json,
    rounds: Number(rounds),
    quick: values.quick,
    durationSeconds: Number(duration),
    markdown: values.markdown,
    help: values.help,
  };
}

/** The named ones, in their own order. @throws when a name stands for none. */
export function pick<Named extends { readonly name: string }>(
  all: readonly Named[],
  names: readonly string[],
): readonly Named[] {
  if (names.length === 0) return all;
  const isMeant = (name: string, { name: own }: Named): boolean =>
    name.endsWith('*') ? own.startsWith(name.slice(0, -1)) : own === name;
  for (const name of names) {
    if (!all.some((one) => isMeant(name, one)))
      throw new Error(`No scenario "${name}". There are: ${all.map(({ name }) => name).join(', ')}`);
  }
  return all.filter((one) => names.some((name) => isMeant(name, one)));
}
