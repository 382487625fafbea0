import type { Answer } from '../answer.js';
import { type CertificateFault, certificateFaults } from '../certificates.js';
import { type Greeting, greetings } from '../greetings.js';
import { byPath, mannerOf, manners } from '../rude-answers.js';

/** What the command line asks for. */
export interface ReceiverFlags {
  /** Of every path that asks for nothing itself. Several flags take turns, from call to call. */
  readonly answer: Answer;
  readonly greeting: Greeting | undefined;
  readonly host: string;
  readonly port: number;
  readonly tls: CertificateFault | undefined;
  /** One line of JSON a call, with the whole body. */
  readonly json: boolean;
  readonly help: boolean;
}

/** A flag that cannot be understood, with a sentence for people. */
export class FlagFault extends Error {
  override readonly name = 'FlagFault';
}

const defaultPort = 8_000;

type Settings = { -readonly [Name in Exclude<keyof ReceiverFlags, 'answer'>]: ReceiverFlags[Name] };
type Reading = Readonly<Record<string, (value: string | undefined) => Partial<Settings>>>;

const readings: Reading = {
  json: () => ({ json: true }),
  help: () => ({ help: true }),
  tls: (value) => ({ tls: certificateOf(value) }),
  port: (value) => ({ port: portOf(value) }),
  host: (value = '127.0.0.1') => ({ host: value }),
  ...Object.fromEntries(
    Object.keys(greetings).map((name) => [name, () => ({ greeting: name as Greeting })] as const),
  ),
};

/** @throws FlagFault */
export function readFlags(parameters: readonly string[]): ReceiverFlags {
  const answers: Answer[] = [];
  const settings: Settings = {
    greeting: undefined,
    host: '127.0.0.1',
    port: defaultPort,
    tls: undefined,
    json: false,
    help: false,
  };
  for (const parameter of parameters) {
    const [, flag = '', name = '', value] = /^--(([^=]+)(?:=(.+))?)$/.exec(parameter) ?? [];
    const answer = mannerOf(flag, '=');
    const reading = Object.hasOwn(readings, name) ? readings[name] : undefined;
    if (answer !== undefined) answers.push(answer);
    else if (reading) Object.assign(settings, reading(value));
    else throw new FlagFault(`${parameter} is no flag of the receiver; --help lists them.`);
  }
  return { answer: byPath(inTurn(answers)), ...settings };
}

function inTurn(answers: readonly Answer[]): Answer {
  if (answers.length === 0) return 200;
  return (request, response, count) => {
    const answer = answers[(count - 1) % answers.length]!;
    return typeof answer === 'number' ? answer : answer(request, response, count);
  };
}

function certificateOf(text = 'untrusted'): CertificateFault {
  const fault = certificateFaults.find((known) => known === text);
  if (fault) return fault;
  throw new FlagFault(`--tls takes one of ${certificateFaults.join(', ')}.`);
}

function portOf(text = ''): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new FlagFault('--port takes a number from 0 to 65535.');
}

const width = 24;
const line = (flag: string, does: string): string => `  ${flag.padEnd(width)}${does}`;

/** What `--help` prints. */
export const helpText = [
  'npm run receiver -- [flags]: a webhook receiver that answers 200, or as badly as it is told.',
  '',
  'How to answer; several flags take turns, from call to call. A path does the same for its own calls,',
  'with - in place of = : /drip, /slow-250/anything, /503, /429-30.',
  line('--204, --503, …', 'this status; --429=30 with Retry-After: 30'),
  ...Object.entries(manners).map(([name, { does, ...manner }]) => {
    const value = 'value' in manner ? String(manner.value) : undefined;
    const usual = value === undefined ? '' : ` (without a value: ${value})`;
    return line(`--${name}${value === undefined ? '' : '=VALUE'}`, `${does}${usual}`);
  }),
  '',
  'What to do with connections in place of speaking HTTP:',
  ...Object.entries(greetings).map(([name, { does }]) => line(`--${name}`, does)),
  '',
  'Where, and what it prints:',
  line('--port=8000', 'where it listens; 0: any free port'),
  line('--host=127.0.0.1', 'the address it listens on'),
  line('--tls[=KIND]', `https, with a certificate that is ${certificateFaults.join(', ')} (untrusted)`),
  line('--json', 'a line of JSON for each call, with the whole body'),
].join('\n');
