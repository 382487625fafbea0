/** Moments at which a process may be ended, or a step fail: those at which something could get lost. */
export const failurePointNames = [
  /** In the transaction that records: what is owed is written, and not committed. */
  'in-fan-out',
  /** Deliveries are leased and committed, and the queue does not know of them yet. */
  'before-dispatch',
  /** A job is used up, its lease is this process's, and no call is made yet. */
  'before-call',
  /** Receivers have answered, and nothing of it is written. */
  'before-settling',
  /** What has become of the calls is written, and not committed. */
  'in-settling',
] as const;
export type FailurePoint = (typeof failurePointNames)[number];

/** Kinds of calls that may fail, one in so many: each as it fails in earnest, by a connection that breaks. */
export const callKinds = ['database', 'redis', 'dns', 'socket'] as const;
export type CallKind = (typeof callKinds)[number];

/** What happens at one place. */
export interface PlannedFault {
  readonly does: 'kill' | 'fail';
  /** At the n-th passage alone; or, on average, at one passage in so many. */
  readonly at: { readonly passage: number } | { readonly oneIn: number };
}

/** Where a process fails on purpose, for tests (DOORBELL_FAILURE_POINTS). */
export interface FailurePlan {
  readonly faults: Readonly<Partial<Record<FailurePoint | CallKind, PlannedFault>>>;
  /** The same seed fails at the same passages. */
  readonly seed: number;
}

const isPlace = (name: string | undefined): boolean =>
  [...failurePointNames, ...callKinds].some((place) => place === name);
const isCallKind = (name: string): boolean => callKinds.some((kind) => kind === name);

/**
 * Reads `before-dispatch=kill@3,database=fail@1/1000,seed=7`: the process is ended at the third passage of the point,
 * and one statement in a thousand breaks. @returns undefined when the text says something else.
 */
export function readFailurePlan(text: string): FailurePlan | undefined {
  const faults: Partial<Record<FailurePoint | CallKind, PlannedFault>> = {};
  let seed = 1;
  for (const entry of text.split(',')) {
    const [, name, value] = /^([a-z-]+)=(.+)$/.exec(entry.trim()) ?? [];
    if (name === 'seed' && /^\d{1,9}$/.test(value!)) seed = Number(value);
    else {
      const fault = isPlace(name) ? readFault(value!) : undefined;
      if (!fault || (isCallKind(name!) && fault.does === 'kill')) return undefined;
      faults[name as FailurePoint | CallKind] = fault;
    }
  }
  return { faults, seed };
}

function readFault(text: string): PlannedFault | undefined {
  const [, does, part, count] = /^(kill|fail)@(1\/)?([1-9]\d{0,8})$/.exec(text) ?? [];
  if (!does) return undefined;
  const at = part ? { oneIn: Number(count) } : { passage: Number(count) };
  return { does: does as PlannedFault['does'], at };
}
