import { parseArgs } from 'node:util';

export interface ChaosArguments {
  /** By name; all where none is named. A name that ends in * stands for all that begin so. */
  readonly scenarios: readonly string[];
  /** The same one breaks at the same points. */
  readonly seed: number;
  /** How long each scenario goes on breaking things; undefined: each as long as it needs to show something. */
  readonly durationSeconds: number | undefined;
  /** Only those that run in CI. */
  readonly short: boolean;
  /** How many scenarios are played side by side, each on a stage of its own. */
  readonly atOnce: number;
  /** Where the rows are written as JSON. */
  readonly json: string | undefined;
  /** Whether docs/reliability.md gets the new table. */
  readonly markdown: boolean;
  readonly list: boolean;
  readonly help: boolean;
}

export const usage = `npm run chaos -- [options]
  --scenario a,b   only these; "kill-*" for all that begin so
  --short          only those that run in CI
  --seed n         where things break (1); the same seed breaks at the same points
  --duration s     how long each scenario goes on breaking things; 3600 for an hour
  --at-once n      so many side by side (1), each on a stage of its own
  --json file      writes the rows there; rows that it holds of other scenarios are kept, and are in the tables
  --markdown       writes the tables of docs/reliability.md anew
  --list           names the scenarios
  --help`;

/** @throws when an argument is unknown or no number. */
export function readArguments(parameters: readonly string[]): ChaosArguments {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      scenario: { type: 'string', multiple: true, default: [] },
      short: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      duration: { type: 'string' },
      'at-once': { type: 'string', default: '1' },
      json: { type: 'string' },
      markdown: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    scenarios: values.scenario.flatMap((names) => names.split(',')),
    short: values.short,
    seed: wholeNumber('seed', values.seed),
    durationSeconds: values.duration === undefined ? undefined : wholeNumber('duration', values.duration),
    atOnce: wholeNumber('at-once', values['at-once']),
    json: values.json,
    markdown: values.markdown,
    list: values.list,
    help: values.help,
  };
}

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,7}$/.test(text)) throw new Error(`--${name} must be a whole number above 0.`);
  return Number(text);
}
