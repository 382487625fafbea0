/**
 * A promise that knows whether anybody waits for it. emitAsync hands what its listeners return to Promise.all, emit
 * throws it away, and a listener is not told which of both called it.
 */
export class HeardPromise extends Promise<void> {
  private isHeard = false;

  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  /** Calls `report` with the reason if this rejects and nobody waits for it. Afterwards it rejects unhandled no more. */
  whenUnheard(report: (reason: unknown) => void): void {
    super.then(undefined, (reason: unknown) => {
      // Promise.all asks a moment later than it is given.
      setImmediate(() => {
        if (!this.isHeard) report(reason);
      });
    });
  }

  // oxlint-disable-next-line unicorn/no-thenable -- it is a promise already, and this is how it hears of who waits.
  override then<Result1 = void, Result2 = never>(
    onFulfilled?: ((value: void) => Result1 | PromiseLike<Result1>) | null,
    onRejected?: ((reason: unknown) => Result2 | PromiseLike<Result2>) | null,
  ): Promise<Result1 | Result2> {
    this.isHeard = true;
    return super.then(onFulfilled, onRejected);
  }
}
