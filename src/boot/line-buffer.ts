/**
 * Lines for stdout, written together: a write to a pipe is a system call that waits for its reader, and one for each
 * call of a receiver cost more than the call itself (17 of 165 µs a delivery). Nothing waits longer than until the
 * event loop comes round, or the process ends.
 */
export class LineBuffer {
  private lines: string[] = [];

  constructor(private readonly write: (text: string) => void = (text) => void process.stdout.write(text)) {
    process.once('exit', () => this.flush());
  }

  add(line: string): void {
    if (this.lines.push(line) === 1) setImmediate(() => this.flush());
  }

  /** Before anything is written that is to come after the lines. */
  flush(): void {
    if (this.lines.length === 0) return;
    const text = `${this.lines.join('\n')}\n`;
    this.lines = [];
    this.write(text);
  }
}
