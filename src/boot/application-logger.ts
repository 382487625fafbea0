import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import type { LogLevelName } from '../config/settings.js';
import { LineBuffer } from './line-buffer.js';

/** What Nest's logger lets through at our levels. */
const levels: Readonly<Record<LogLevelName, LogLevel[]>> = {
  error: ['fatal', 'error'],
  warn: ['fatal', 'error', 'warn'],
  info: ['fatal', 'error', 'warn', 'log'],
  debug: ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'],
};

/** What Nest says about its own wiring, hundreds of lines at a start. */
const wiring = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

/** PostgreSQL quotes rows in these. */
const quotingFields = ['detail', 'where', 'query', 'internalQuery'];

const ownPid = process.pid;

type JsonOptions = Parameters<ConsoleLogger['getJsonLogObject']>[1];

export interface ApplicationLoggerOptions {
  readonly level: LogLevelName;
  /** One JSON object a line, for machines; otherwise text for people. */
  readonly json: boolean;
}

/** Nest's logger, with the fields of our messages (`{ code, message, … }`) beside its own. */
export class ApplicationLogger extends ConsoleLogger {
  private readonly lines = new LineBuffer();
  private readonly isJson: boolean;

  constructor({ level, json }: ApplicationLoggerOptions) {
    super({ json, prefix: 'Doorbell', logLevels: levels[level], compact: true });
    this.isJson = json;
  }

  override log(message: unknown, ...rest: unknown[]): void {
    const context = rest.at(-1);
    if (wiring.has(String(context))) this.debug(message, ...(rest as [string]));
    else if (this.isJson && isFlatRecord(message) && typeof context === 'string') {
      this.logRecord(message, context);
    } else super.log(message, ...(rest as [string]));
  }

  /** Why it cannot start is thrown as well, and told in a sentence. */
  override error(message: unknown, ...rest: unknown[]): void {
    if (wiring.has(String(rest.at(-1)))) this.debug(message, ...(rest as [string]));
    else super.error(message, ...(rest as [string]));
  }

  /** What Nest would write, without its 12 steps: a line for each call of a receiver comes this way. */
  private logRecord(message: Record<string, unknown>, context: string): void {
    if (!this.isLevelEnabled('log')) return;
    // Texts put together: an object with the fields of both would cost 6 µs of 9.
    const own = `"level":"log","pid":${ownPid},"timestamp":${Date.now()},"context":${JSON.stringify(context)}`;
    this.lines.add(`${JSON.stringify(message).slice(0, -1)},${own}}`);
  }

  protected override printMessages(...given: Parameters<ConsoleLogger['printMessages']>): void {
    this.lines.flush();
    super.printMessages(...given);
  }

  protected override getJsonLogObject(message: unknown, options: JsonOptions) {
    const record = super.getJsonLogObject(isRecord(message) ? String(message['message']) : message, options);
    return isRecord(message) ? { ...this.plain(message), ...record } : record;
  }

  protected override stringifyMessage(message: unknown, logLevel: LogLevel): string {
    if (!isRecord(message)) return super.stringifyMessage(message, logLevel);
    const { code: _, message: sentence, ...fields } = message;
    const rest = Object.entries(fields).map(([name, value]) => `${name}=${asText(value)}`);
    return super.stringifyMessage(inOneLine([String(sentence), ...rest].join(' ')), logLevel);
  }

  private plain(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const entries = Object.entries(fields).map(([name, value]) => [
      name,
      value instanceof Error ? this.serializeError(value) : value,
    ]);
    return Object.fromEntries(entries) as Record<string, unknown>;
  }

  /** Its causes, too. */
  protected override serializeError(...given: Parameters<ConsoleLogger['serializeError']>) {
    const serialized = super.serializeError(...given);
    for (const field of quotingFields) delete serialized[field];
    return serialized;
  }
}

/** A plain object with a sentence in it, which is how our own code logs. */
function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !(value instanceof Error) && 'message' in value;
}

/** One with nothing but texts, numbers and the like in it. */
function isFlatRecord(value: unknown): value is Record<string, unknown> {
  return (
    isRecord(value) && Object.values(value).every((field) => typeof field !== 'object' || field === null)
  );
}

/** What others wrote may be in it: it must not begin a line of its own, nor speak to the terminal. */
const inOneLine = (text: string): string =>
  text.replaceAll(
    /[\p{Cc}\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

function asText(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
