const signals = ['SIGINT', 'SIGTERM'] as const;
type StopSignal = (typeof signals)[number];

/** What a shell reports for a process that a signal has ended. */
const exitCodes: Readonly<Record<StopSignal, number>> = { SIGINT: 130, SIGTERM: 143 };

/** Ctrl-C under npm arrives twice, from the terminal and from npm: that is still one wish. */
const oneWishMs = 1_000;

/**
 * Asks the process to end: the first signal in good order, the second at once. Before `arrival` is awaited nothing
 * is under way that needs order, so that a signal ends the process there too; exit hooks do the rest.
 */
export class StopSignals {
  private firstAt: number | undefined;
  private announce: ((signal: StopSignal) => void) | undefined;

  constructor() {
    for (const signal of signals) process.on(signal, () => this.onSignal(signal));
  }

  /** Resolves at the first signal. */
  async arrival(): Promise<StopSignal> {
    return new Promise((resolve) => {
      this.announce = resolve;
    });
  }

  private onSignal(signal: StopSignal): void {
    const now = performance.now();
    const isAgain = this.firstAt !== undefined && now - this.firstAt >= oneWishMs;
    this.firstAt ??= now;
    if (!this.announce || isAgain) process.exit(exitCodes[signal]);
    this.announce(signal);
  }
}
