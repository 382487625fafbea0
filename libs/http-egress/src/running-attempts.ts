/** Attempts to be ended by a signal. One listener for all of them, not one added and taken away for each call. */
export class RunningAttempts<Attempt> {
  private readonly bySignal = new WeakMap<AbortSignal, Set<Attempt>>();

  constructor(private readonly interrupt: (attempt: Attempt) => void) {}

  /** `interrupt` is called once `signal` is aborted; at once where it already is. */
  add(attempt: Attempt, signal: AbortSignal): void {
    if (signal.aborted) this.interrupt(attempt);
    else this.of(signal).add(attempt);
  }

  delete(attempt: Attempt, signal: AbortSignal): void {
    this.bySignal.get(signal)?.delete(attempt);
  }

  private of(signal: AbortSignal): Set<Attempt> {
    let running = this.bySignal.get(signal);
    if (!running) {
      const begun = new Set<Attempt>();
      signal.addEventListener('abort', () => begun.forEach(this.interrupt), { once: true });
      this.bySignal.set(signal, (running = begun));
    }
    return running;
  }
}
