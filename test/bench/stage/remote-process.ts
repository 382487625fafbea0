import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a process of the bench can be told to do. */
export type Program = Readonly<Record<string, (input: never) => unknown>>;

interface Command {
  readonly id: number;
  readonly name: string;
  readonly input: unknown;
}

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (reason: Error) => void;
}

/** A program of the bench in a process of its own: what it costs is not counted as anybody else's. */
export class RemoteProcess<
  Commands extends { readonly [Name in keyof Commands]: (input: never) => unknown },
> {
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;

  private constructor(private readonly child: ChildProcess) {
    child.on('message', (answer: Answer) => this.settle(answer));
    child.once('exit', () => {
      for (const { reject } of this.pending.values()) reject(new Error('A process of the bench has ended.'));
      this.pending.clear();
    });
  }

  static start<Commands extends { readonly [Name in keyof Commands]: (input: never) => unknown }>(
    main: URL,
  ): RemoteProcess<Commands> {
    const child = fork(fileURLToPath(main), { serialization: 'advanced' });
    process.once('exit', () => child.kill('SIGKILL'));
    return new RemoteProcess<Commands>(child);
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** @throws what the program throws. */
  async call<Name extends keyof Commands & string>(
    name: Name,
    input: Parameters<Commands[Name]>[0],
  ): Promise<Awaited<ReturnType<Commands[Name]>>> {
    this.lastId += 1;
    const id = this.lastId;
    const result = new Promise<unknown>((resolve, reject) => this.pending.set(id, { resolve, reject }));
    this.child.send({ id, name, input } satisfies Command);
    return (await result) as Awaited<ReturnType<Commands[Name]>>;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await exited;
  }

  private settle({ id, result, error }: Answer): void {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    if (error === undefined) pending?.resolve(result);
    else pending?.reject(new Error(error));
  }
}

/** Serves the commands of the process that started this one, and ends with it. */
export function serve(program: Program): void {
  process.on('message', (command: Command) => void answer(program, command));
  process.once('disconnect', () => process.exit());
}

const send = (answer: Answer): void => void process.send?.(answer);

async function answer(program: Program, { id, name, input }: Command): Promise<void> {
  try {
    send({ id, result: await program[name]!(input as never) });
  } catch (error) {
    send({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}
