import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../bench/measure/clock.js';
import { compare, type Counts } from './compare/counts.js';
import { readHeld } from './compare/held.js';
import { Random } from './random.js';
import type { Row } from './report/row.js';
import { Scene } from './scene.js';
import type { Bounds, PlayOptions, Scenario } from './scenarios/scenario.js';
import { startTimeoutMs } from './stage/doorbell.js';
import { requestTimeoutMs } from './stage/settings.js';
import { allPaths, disabledPath, Stage } from './stage/stage.js';

/** Before anything breaks, and after all is healed. */
const steadyMs = 2_000;
const drainedWithinMs = 180_000;
/** What gathers while three times as much comes as goes takes twice that time to go. */
const drainedWithinDurations = 3;
/** Beside breaking and draining: a process may take so long to start, and to read what is held takes a while too. */
const hangsAfterMs = startTimeoutMs + 120_000;
const disableEveryMs = 250;
const watchEveryMs = 500;

/** Plays one scenario on a stage of its own, and compares the three counts. */
export async function play(scenario: Scenario, options: PlayOptions): Promise<Row> {
  const startedAt = monotonicMs();
  const stage = await Stage.start(scenario.stage ?? {});
  const scene = new Scene(stage, new Random(options.seed, scenario.name), options.durationMs);
  const watch = setInterval(() => stage.doorbells.forEach((doorbell) => doorbell.noteMemory()), watchEveryMs);
  try {
    const { counts, drainedAfterMs, answers } = await inTime(observe(scenario, scene), options.durationMs);
    return {
      name: scenario.name,
      fault: scenario.fault,
      mustHold: scenario.mustHold,
      holes: scenario.holes ?? [],
      counts,
      answers,
      drainedAfterMs,
      memoryMegabytes: Math.round(
        Math.max(...stage.doorbells.map(({ mostResidentBytes }) => mostResidentBytes)) / 1e6,
      ),
      said: saidBy(stage),
      notes: scene.notes,
      failures: [
        ...counts.failures,
        ...scene.failures,
        ...beyondBounds(scenario, counts, stage),
        ...errorsSeen(scenario, answers),
      ],
      seconds: Math.round((monotonicMs() - startedAt) / 1000),
    };
  } finally {
    clearInterval(watch);
    await stage.stop();
    for (const cleanUp of scene.cleanUps) await cleanUp();
  }
}

/** @throws when it hangs: there are more scenarios to play */
async function inTime(observing: Promise<Observation>, durationMs: number): Promise<Observation> {
  const patience = new AbortController();
  const longestMs = durationMs + longestDrainMs(durationMs) + hangsAfterMs;
  const tooLate = sleep(longestMs, undefined, { signal: patience.signal }).then(() => {
    throw new Error('It hangs.');
  });
  try {
    return await Promise.race([observing, tooLate]);
  } finally {
    patience.abort();
  }
}

interface Observation {
  readonly counts: Counts;
  readonly drainedAfterMs: number;
  readonly answers: Readonly<Record<string, number>>;
}

async function observe(scenario: Scenario, scene: Scene): Promise<Observation> {
  const { stage } = scene;
  await stage.record();
  await sleep(steadyMs);
  const disabling = disableOne(stage);
  scene.begin();
  await scenario.play(scene);
  await sleep(steadyMs);
  const journal = await stage.endRecording();
  const recordedAt = monotonicMs();
  const disabledAt = await disabling;
  await untilNothingIsOwed(scene);
  await scenario.afterwards?.(scene);
  const drainedAfterMs = monotonicMs() - recordedAt;
  // What comes though it must not would come now.
  await sleep(steadyMs);
  const arrivals = new Map(
    await Promise.all(
      allPaths.map(async (path) => [path, await stage.receiver.call('arrivals', { path })] as const),
    ),
  );
  const { breaks, spoilt, spoiltDeliveries, isResent } = scene;
  const held = await readHeld(stage);
  const observed = {
    journal,
    held,
    arrivals,
    breaks,
    disabledAt,
    requestTimeoutMs,
    spoilt,
    spoiltDeliveries,
    isResent,
  };
  return { counts: compare(observed), drainedAfterMs, answers: journal.answers };
}

/** While things break: asked for until the API says that it is done. @returns when it said so; undefined: it never did */
async function disableOne(stage: Stage): Promise<number | undefined> {
  const id = stage.webhooks.get(disabledPath)!;
  while (!stage.isStopped) {
    for (const { url } of stage.apis) {
      const answer = await fetch(`${url}${stage.organizer.path}/webhooks/${id}/`, {
        method: 'PATCH',
        headers: { authorization: `Token ${stage.organizer.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ enabled: false }),
        signal: AbortSignal.timeout(10_000),
      }).catch(() => undefined);
      if (answer?.status === 200) return monotonicMs();
    }
    await sleep(disableEveryMs);
  }
  return undefined;
}

const longestDrainMs = (durationMs: number): number => drainedWithinMs + drainedWithinDurations * durationMs;

async function untilNothingIsOwed({ stage, spoiltDeliveries, durationMs }: Scene): Promise<void> {
  const until = monotonicMs() + longestDrainMs(durationMs);
  while (monotonicMs() < until) {
    const [row] = await stage.ask<{ count: number }>('SELECT count(*)::integer AS count FROM owed');
    if (row!.count <= spoiltDeliveries) return;
    await sleep(100);
  }
}

function saidBy(stage: Stage): Readonly<Record<string, number>> {
  const said: Record<string, number> = {};
  for (const { codes } of stage.doorbells) {
    for (const [code, count] of codes) said[code] = (said[code] ?? 0) + count;
  }
  return said;
}

function beyondBounds({ bounds = {} }: Scenario, counts: Counts, stage: Stage): readonly string[] {
  const never = Number.POSITIVE_INFINITY;
  const { resumeWithinMs = never, calledWithinMs = never, says = [] } = bounds;
  const said = saidBy(stage);
  const failures: string[] = [];
  if (counts.resumedAfterMs > resumeWithinMs)
    failures.push(`${Math.round(counts.resumedAfterMs)} ms until all that was due was called`);
  if (counts.calledAfterMs > calledWithinMs)
    failures.push(`${Math.round(counts.calledAfterMs)} ms from the answer to the first call`);
  if (counts.unexplained > 0)
    failures.push(`${counts.unexplained} duplicates of calls that were not in flight`);
  if (says.length > 0 && !says.some((code) => said[code]))
    failures.push(`no log line said ${says.join(' or ')}`);
  return [...failures, ...tooLarge(bounds, stage)];
}

const wanted: ReadonlySet<string> = new Set(['201', '200', 'emitted', 'committed', 'rolled back']);

function errorsSeen({ bounds }: Scenario, answers: Readonly<Record<string, number>>): readonly string[] {
  if (!bounds?.clientsSeeNoErrors) return [];
  const errors = Object.entries(answers).filter(([answer]) => !wanted.has(answer));
  return errors.map(([answer, count]) => `clients saw ${answer} × ${count}`);
}

function tooLarge(
  { memoryMegabytes = Number.POSITIVE_INFINITY }: Bounds,
  { doorbells }: Stage,
): readonly string[] {
  return doorbells
    .filter(({ mostResidentBytes }) => mostResidentBytes > memoryMegabytes * 1e6)
    .map(({ name, mostResidentBytes }) => `${name} took ${Math.round(mostResidentBytes / 1e6)} MB`);
}
