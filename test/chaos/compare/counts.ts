import type { Arrivals } from '../receive/receiver.js';
import type { Journal } from '../record/journal.js';
import type { Break } from '../scene.js';
import { disabledPath, flakyPath, steadyPaths } from '../stage/stage.js';

/** What was said, what is held, what came: each counted by who knows it. */
export interface Observed {
  readonly journal: Journal;
  readonly held: Held;
  readonly arrivals: ReadonlyMap<string, Arrivals>;
  readonly breaks: readonly Break[];
  /** When the API had answered that the webhook of `/disabled` is disabled. */
  readonly disabledAt: number | undefined;
  readonly requestTimeoutMs: number;
  readonly spoilt: ReadonlySet<string>;
  readonly spoiltDeliveries: number;
  readonly isResent: ReadonlySet<string>;
}

/** What the database holds at the end. */
export interface Held {
  /** Ids of notifications by code. */
  readonly notifications: ReadonlyMap<string, readonly number[]>;
  /** Notifications whose call succeeded, by webhook path: what the log says. */
  readonly succeeded: ReadonlyMap<string, ReadonlySet<number>>;
  readonly owed: number;
}

export interface Counts {
  readonly accepted: number;
  readonly undone: number;
  readonly unknown: number;
  readonly held: number;
  /** Different notifications at all enabled webhooks, summed. */
  readonly arrived: number;
  readonly duplicates: number;
  /** After everything was ready, until all that had been accepted when it broke was called: the longest. */
  readonly resumedAfterMs: number;
  /** Those that took longer than a second, in words. */
  readonly slowest: readonly string[];
  readonly unexplained: number;
  /** From being told until the first call, at the webhooks that are always well: the longest. */
  readonly calledAfterMs: number;
  readonly failures: readonly string[];
}

export const nothingCounted: Counts = {
  accepted: 0,
  undone: 0,
  unknown: 0,
  held: 0,
  arrived: 0,
  duplicates: 0,
  resumedAfterMs: 0,
  slowest: [],
  unexplained: 0,
  calledAfterMs: 0,
  failures: [],
};

const enabledPaths = [...steadyPaths, flakyPath] as const;
/** A call that has ended may take so long until it is settled, on a busy machine. */
const settledWithinMs = 2_000;
const disabledWithinMs = 1_000;
/** Between two calls of a worker that has more to call, on a busy machine. */
const busyGapMs = 100;

export function compare(observed: Observed): Counts {
  const { journal, held, arrivals } = observed;
  const accepted = journal.entries.filter(({ told }) => told === 'accepted');
  const owed = accepted.filter(({ code }) => !observed.spoilt.has(code));
  const undone = journal.entries.filter(({ told }) => told === 'undone');
  const duplicates = duplicatesOf(observed);
  const unexplained = duplicates.filter(({ isExplained }) => !isExplained);
  const count = (path: string): number => arrivals.get(path)!.size;
  return {
    accepted: accepted.length,
    undone: undone.length,
    unknown: journal.entries.length - accepted.length - undone.length,
    held: held.notifications.size,
    arrived: enabledPaths.reduce((sum, path) => sum + count(path), 0),
    duplicates: duplicates.length,
    unexplained: unexplained.length,
    ...resumption(observed),
    calledAfterMs: calledAfter(observed),
    failures: [
      ...notHeld(owed, held),
      ...notArrived(owed, arrivals),
      ...notLogged(observed),
      ...wronglyArrived(undone, observed),
      ...recordedTwice(held),
      ...cameTooLate(observed),
      ...(held.owed > observed.spoiltDeliveries ? [`${held.owed} deliveries are still owed`] : []),
      ...journal.wrongAnswers.map((text) => `answered ${text}`),
    ],
  };
}

interface Named {
  readonly code: string;
}

const some = (names: readonly string[]): string =>
  `${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}`;

function* notHeld(accepted: readonly Named[], { notifications }: Held): Iterable<string> {
  const missing = accepted.filter(({ code }) => !notifications.has(code)).map(({ code }) => code);
  if (missing.length > 0) yield `${missing.length} accepted and not in the database: ${some(missing)}`;
}

function* notArrived(accepted: readonly Named[], arrivals: Observed['arrivals']): Iterable<string> {
  for (const path of enabledPaths) {
    const received = arrivals.get(path)!;
    const missing = accepted
      .map(({ code }) => code)
      .filter((code) => !received.get(code)?.some(({ status }) => status === 200));
    if (missing.length > 0) yield `${missing.length} accepted and not arrived at ${path}: ${some(missing)}`;
  }
}

/** The log and the receiver agree. */
function* notLogged({ held, arrivals, spoilt }: Observed): Iterable<string> {
  for (const path of enabledPaths) {
    const logged = held.succeeded.get(path)!;
    const ids = [...held.notifications].filter(([code]) => !spoilt.has(code)).flatMap(([, own]) => own);
    const missing = ids.filter((id) => !logged.has(id));
    if (missing.length > 0) yield `${missing.length} of ${path} have no successful call in the log`;
    const received = arrivals.get(path)!.size;
    if (logged.size > received) yield `${logged.size - received} of ${path} are logged and did not arrive`;
  }
}

function* wronglyArrived(undone: readonly Named[], { held, arrivals }: Observed): Iterable<string> {
  const inDatabase = undone.filter(({ code }) => held.notifications.has(code)).map(({ code }) => code);
  if (inDatabase.length > 0) yield `rolled back and in the database: ${some(inDatabase)}`;
  for (const [path, received] of arrivals) {
    const came = undone.filter(({ code }) => received.has(code)).map(({ code }) => code);
    if (came.length > 0) yield `rolled back and arrived at ${path}: ${some(came)}`;
  }
}

function* recordedTwice({ notifications }: Held): Iterable<string> {
  const twice = [...notifications].filter(([, ids]) => ids.length > 1).map(([code]) => code);
  if (twice.length > 0) yield `recorded twice under one key: ${some(twice)}`;
}

function* cameTooLate({ arrivals, disabledAt, requestTimeoutMs }: Observed): Iterable<string> {
  if (disabledAt === undefined) return;
  const latest = disabledAt + disabledWithinMs + requestTimeoutMs;
  const late = [...arrivals.get(disabledPath)!]
    .filter(([, own]) => own.some(({ at }) => at > latest))
    .map(([code]) => code);
  if (late.length > 0) yield `arrived though their webhook was disabled: ${some(late)}`;
}

/** Calls beyond the first that succeeded. One is explained when the first was not surely settled before a break. */
function duplicatesOf({
  arrivals,
  breaks,
  isResent,
}: Observed): readonly { readonly isExplained: boolean }[] {
  const found: { readonly isExplained: boolean }[] = [];
  for (const path of enabledPaths.filter((path) => !isResent.has(path))) {
    for (const own of arrivals.get(path)!.values()) {
      const successes = own.filter(({ status }) => status === 200).toSorted((a, b) => a.at - b.at);
      const [first, ...others] = successes;
      if (!first) continue;
      const isExplained = breaks.some(
        ({ from, to }) => first.answeredAt + settledWithinMs >= from && first.at <= to,
      );
      found.push(...others.map(() => ({ isExplained })));
    }
  }
  return found;
}

function calledAfter({ journal, arrivals, spoilt }: Observed): number {
  let longest = 0;
  for (const { code, told, toldAt } of journal.entries) {
    if (told !== 'accepted' || spoilt.has(code)) continue;
    for (const path of steadyPaths) {
      const [first] = arrivals.get(path)!.get(code) ?? [];
      if (first) longest = Math.max(longest, first.at - toldAt);
    }
  }
  return longest;
}

interface Resumed {
  readonly ms: number;
  readonly text: string;
}

function resumption(observed: Observed): Pick<Counts, 'resumedAfterMs' | 'slowest'> {
  const found = observed.breaks.flatMap((broken) => [...resumedAfter(broken, observed)]);
  found.sort((a, b) => b.ms - a.ms);
  return {
    resumedAfterMs: found[0]?.ms ?? 0,
    slowest: found.filter(({ ms }) => ms > 1_000).map(({ text }) => text),
  };
}

/**
 * What was owed when something broke, and was called once everything was ready again. Backlog aside: only the time counts in
 * which nothing else of before was being called either.
 */
function* resumedAfter({ from, to }: Break, observed: Observed): Iterable<Resumed> {
  const { journal, arrivals, breaks, spoilt } = observed;
  // By the next break something else may be the reason.
  const next = Math.min(...breaks.map((other) => other.from).filter((start) => start >= to));
  const calls = journal.entries
    .filter(({ code, told, toldAt }) => told === 'accepted' && toldAt <= to && !spoilt.has(code))
    .flatMap((entry) =>
      steadyPaths.flatMap((path) => {
        const called = (arrivals.get(path)!.get(entry.code) ?? []).find(({ at }) => at > to && at <= next);
        return called ? [{ ...entry, path, at: called.at }] : [];
      }),
    )
    .toSorted((a, b) => a.at - b.at);
  let last = to;
  let idleMs = 0;
  for (const { code, path, toldAt, at } of calls) {
    idleMs += Math.max(0, at - last - busyGapMs);
    last = at;
    if (toldAt > from) continue;
    const ms = Math.round(idleMs);
    const after = Math.round(at - to);
    yield {
      ms,
      text: `${code} at ${path}, told ${Math.round(from - toldAt)} ms before it broke: ${ms} of ${after} ms`,
    };
  }
}
