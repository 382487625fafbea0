import { parseArgs } from 'node:util';

/** A command line that means nothing. The message says why, and names what would. */
export class ArgumentFault extends Error {
  readonly code = 'arguments';
  override readonly name = 'ArgumentFault';
}

/** A moment, once it is known what time it is. */
export type MomentOf = (now: Date) => Date;

export interface BalanceArguments {
  readonly since: MomentOf;
  readonly until: MomentOf;
  /** Its slug; undefined: all. */
  readonly organizer: string | undefined;
  readonly json: boolean;
}

export const usage = `npm run ledger -- --since when [options]
Prints what was recorded in a time, what was owed then, and what has become of it. Only reads.
  --since when       recorded at or after: 24h, 30d (s, m, h or d ago), 2026-11-25, 2026-11-25T18:00Z (UTC where no zone is named)
  --until when       recorded before; now, if nothing is said
  --organizer slug   only this organizer's
  --json             for programs
  --help
It ends with 0 when all is accounted for, 1 when something is not, 2 for a wrong command line, 3 when it could not look.
With DATABASE_URL it asks that database, otherwise the embedded one of DOORBELL_DATA_DIR, while Doorbell runs on it.`;

/** @returns undefined where help is asked for. @throws ArgumentFault */
export function readArguments(parameters: readonly string[]): BalanceArguments | undefined {
  const values = parse(parameters);
  if (values.help) return undefined;
  if (values.since === undefined) throw new ArgumentFault('--since is missing.');
  return {
    since: momentOf('since', values.since),
    until: values.until === undefined ? (now) => now : momentOf('until', values.until),
    organizer: values.organizer,
    json: values.json,
  };
}

function parse(parameters: readonly string[]) {
  try {
    return parseArgs({
      args: [...parameters],
      options: {
        since: { type: 'string' },
        until: { type: 'string' },
        organizer: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new ArgumentFault((error as Error).message, { cause: error });
  }
}

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const duration = /^([1-9]\d{0,5})([smhd])$/;
const isoMoment = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)?(Z|[+-]\d{2}:\d{2})?$/;

function momentOf(name: string, text: string): MomentOf {
  const [, count, unit] = duration.exec(text) ?? [];
  if (unit !== undefined) return (now) => new Date(now.getTime() - Number(count) * unitMs[unit]!);
  const [, day, time = 'T00:00', zone = 'Z'] = isoMoment.exec(text) ?? [];
  const moment = new Date(`${day}${time}${zone}`);
  if (day === undefined || Number.isNaN(moment.getTime()) || !isDay(day)) {
    throw new ArgumentFault(`--${name} must be a date such as 2026-11-25T18:00Z, or a time ago such as 24h.`);
  }
  return () => moment;
}

/** JavaScript takes the 31st of every month. */
const isDay = (day: string): boolean => new Date(`${day}T00:00Z`).toISOString().startsWith(day);
