import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { residentBytes } from '../../bench/measure/processes.js';
import { startProcess, stopProcess } from '../../setup/server-process.js';

const builtEntry = fileURLToPath(new URL('../../../dist/src/main.js', import.meta.url));
/** On a machine that others keep busy a start took more than 90 s; the row is about what holds, not about that. */
export const startTimeoutMs = 300_000;
const readyEveryMs = 25;
const mostStarts = 5;

export type Environment = Readonly<Record<string, string>>;

export interface DoorbellOptions {
  readonly name: string;
  readonly port: number;
  readonly environment: Environment;
  /** Another build than the one in dist/. */
  readonly entry?: string;
}

/** One Doorbell process of a stage: it can be ended in any way, and started again on the same port. */
export class Doorbell {
  /** How often each code was logged as a warning or an error, by all processes that were this one. */
  readonly codes = new Map<string, number>();
  /** The highest it was seen at. */
  mostResidentBytes = 0;
  /** What it said that is no line of its log: as a crash does. */
  private lastWords = '';
  private child: ChildProcess | undefined;
  private exited: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: DoorbellOptions) {}

  get name(): string {
    return this.options.name;
  }

  get url(): string {
    return `http://127.0.0.1:${this.options.port}`;
  }

  get isRunning(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** @param environment over what it is always started with */
  launch(environment: Environment = {}): void {
    const entry = this.options.entry ?? builtEntry;
    const child = startProcess(process.execPath, ['--enable-source-maps', entry], {
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        PORT: String(this.options.port),
        ...this.options.environment,
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout!, child.stderr!]) {
      createInterface(stream).on('line', (line) => this.read(line));
    }
    this.exited = new Promise((resolve) => child.once('exit', resolve));
    this.child = child;
  }

  /** Resolves once it says that it can work. @throws when it ends before that */
  async ready(): Promise<void> {
    const until = Date.now() + startTimeoutMs;
    while (!(await this.isReady())) {
      if (!this.isRunning) throw new Error(`${this.name} ended before it was ready. ${this.lastWords}`);
      if (Date.now() > until) throw new Error(`${this.name} does not get ready.`);
      await sleep(readyEveryMs);
    }
  }

  /** As whoever looks after processes does it: one that ends while it starts is started again. */
  async start(environment: Environment = {}): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      this.launch(environment);
      try {
        await this.ready();
        return;
      } catch (error) {
        if (this.isRunning || attempt === mostStarts) throw error;
      }
    }
  }

  async kill(): Promise<void> {
    if (this.child) await stopProcess(this.child, 'SIGKILL');
  }

  async stop(): Promise<void> {
    if (this.child) await stopProcess(this.child, 'SIGTERM');
  }

  send(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  /** Resolves once it has ended, by itself too. */
  async ended(): Promise<void> {
    await this.exited;
  }

  noteMemory(): void {
    if (!this.isRunning) return;
    this.mostResidentBytes = Math.max(this.mostResidentBytes, residentBytes(this.child!.pid!));
  }

  private async isReady(): Promise<boolean> {
    const answer = await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(5_000) }).catch(
      () => undefined,
    );
    await answer?.arrayBuffer().catch(() => undefined);
    return answer?.status === 200;
  }

  /** What a killed process was about to say is cut off. */
  private read(line: string): void {
    if (process.env['CHAOS_LOG']) process.stderr.write(`${this.name}: ${line}\n`);
    if (!line.startsWith('{')) this.lastWords = `${this.lastWords}\n${line}`.slice(-2_000);
    if (!line.startsWith('{') || !line.endsWith('}')) return;
    const { code = 'none', level } = JSON.parse(line) as { readonly code?: string; readonly level?: string };
    if (level === 'warn' || level === 'error' || level === 'fatal') {
      this.codes.set(code, (this.codes.get(code) ?? 0) + 1);
    }
  }
}
