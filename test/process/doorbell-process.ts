import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';

const entry = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));

export interface LogLine {
  readonly code?: string;
  readonly message: string;
  readonly url?: string;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly errors: string;
}

/** The built Doorbell as a process of its own. */
export class DoorbellProcess {
  readonly lines: LogLine[] = [];
  readonly ended: Promise<Ended>;
  private errors = '';
  private isOver = false;

  private constructor(private readonly child: ChildProcess) {
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.errors += text;
    });
    createInterface(child.stdout!).on('line', (line) => this.lines.push(JSON.parse(line) as LogLine));
    this.ended = once(child, 'close').then(([code, signal]) => {
      this.isOver = true;
      return {
        code: code as number | null,
        signal: signal as NodeJS.Signals | null,
        errors: this.errors,
      };
    });
  }

  /** Nothing of this process's environment but PATH; any free port. */
  static start(environment: Readonly<Record<string, string>>): DoorbellProcess {
    const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: '0', ...environment };
    return new DoorbellProcess(spawn(process.execPath, [entry], { env, stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Everything it has written so far, to both. */
  get written(): string {
    return this.lines.map((line) => JSON.stringify(line)).join('\n') + this.errors;
  }

  /** The address, once it listens. @throws when it ends before. */
  async listening(): Promise<string> {
    return (await this.said('listening')).url!;
  }

  /** The line with this code, once it was logged. @throws when the process ends before. */
  async said(code: string): Promise<LogLine> {
    const find = (): LogLine | undefined => this.lines.find((line) => line.code === code);
    while (!find() && !this.isOver) await sleep(20);
    const line = find();
    if (!line) throw new Error(`It ended without saying "${code}": ${(await this.ended).errors}`);
    return line;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** Asks the embedded database of a data directory, as only who may read the folder can. */
export async function askEmbedded(
  directory: string,
  sql: string,
): Promise<readonly Record<string, unknown>[]> {
  const { port } = await postmaster(directory);
  const password = (await readFile(join(directory, 'postgres-password'), 'utf8')).trim();
  const client = new Client({ host: '127.0.0.1', port, user: 'doorbell', password, database: 'doorbell' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

export async function postmaster(directory: string): Promise<{ pid: number; port: number }> {
  const lines = (await readFile(join(directory, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]) };
}
