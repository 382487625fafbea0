/** Knows where it stands among those that run. */
export interface PlacedAttempt {
  place: number;
}

/**
 * Attempts to be ended by a signal. One listener for all of them, not one added and taken away for each call. In arrays:
 * a Set that things come to and leave is copied again and again, and what a copy is made of holds all that stood in it
 * until the old generation is collected: calls that are over, with the buffers of their answers.
 */
export class RunningAttempts<Attempt extends PlacedAttempt> {
  private readonly bySignal = new WeakMap<AbortSignal, Attempt[]>();

  constructor(private readonly interrupt: (attempt: Attempt) => void) {}

  /** `interrupt` is called once `signal` is aborted; at once where it already is. */
  add(attempt: Attempt, signal: AbortSignal): void {
    if (signal.aborted) this.interrupt(attempt);
    else attempt.place = this.of(signal).push(attempt) - 1;
  }

  /** The last one takes its place. */
  delete(attempt: Attempt, signal: AbortSignal): void {
    const running = this.bySignal.get(signal);
    if (running?.[attempt.place] !== attempt) return;
    const last = running.pop()!;
    if (last === attempt) return;
    running[attempt.place] = last;
    last.place = attempt.place;
  }

  private of(signal: AbortSignal): Attempt[] {
    let running = this.bySignal.get(signal);
    if (!running) {
      const begun: Attempt[] = [];
      signal.addEventListener('abort', () => [...begun].forEach((attempt) => this.interrupt(attempt)), {
        once: true,
      });
      this.bySignal.set(signal, (running = begun));
    }
    return running;
  }
}
