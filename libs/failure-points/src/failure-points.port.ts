import type { CallKind, FailurePoint } from './failure-plan.js';

/** Where the code may fail on purpose. In production nothing does: `pass` does nothing, and no call is wrapped. */
export interface FailurePoints {
  /** Goes on, throws a PlannedFailure, or ends the process as a power cut would. */
  pass(point: FailurePoint): void;
  /** Whether calls of this kind are to break at all: who makes them need not ask `breaks` otherwise. */
  mayBreak(kind: CallKind): boolean;
  /** Whether this one call is to break. */
  breaks(kind: CallKind): boolean;
}
export const FailurePoints = Symbol('FailurePoints');

export const noFailurePoints: FailurePoints = {
  pass: () => undefined,
  mayBreak: () => false,
  breaks: () => false,
};

export class PlannedFailure extends Error {
  readonly code = 'planned_failure';
  override readonly name = 'PlannedFailure';
  constructor(point: FailurePoint) {
    super(`Failing on purpose at ${point}.`);
  }
}
