import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../../bench/measure/clock.js';
import type { Scene } from '../scene.js';
import type { Scenario } from './scenario.js';

/** The request timeout of a stage and 30 s. */
const leaseMs = 33_000;
const hourMs = 3_600_000;

/** Frozen for longer than its lease lasts: others have taken over by then. */
async function freezeWorker(scene: Scene): Promise<void> {
  const worker = scene.random.oneOf(scene.stage.workers);
  await scene.moment(500, 2_000);
  await scene.breaking(async () => {
    worker.send('SIGSTOP');
    await sleep(Math.max(leaseMs + 5_000, scene.leftMs));
    worker.send('SIGCONT');
    await worker.ready();
    // What it had in flight when it was stopped ends now.
    await sleep(2_000);
  });
}

/** Nobody calls while a backlog gathers; then all sweep it at once. */
async function sweepTogether(scene: Scene): Promise<void> {
  const { workers, redis } = scene.stage;
  await Promise.all(workers.map(async (worker) => worker.stop()));
  await sleep(Math.max(5_000, scene.leftMs));
  // What was queued is forgotten, so that all of it has to be swept up.
  await redis.send('flushall');
  await Promise.all(workers.map(async (worker) => worker.start()));
  await sleep(5_000);
}

/** PostgreSQL's own functions are found first unless the path says otherwise. */
const otherClock = `
  CREATE TABLE chaos_clock (jump interval NOT NULL);
  INSERT INTO chaos_clock VALUES ('0');
  CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
    'SELECT pg_catalog.clock_timestamp() + (SELECT jump FROM public.chaos_clock)';
  CREATE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql VOLATILE AS
    'SELECT pg_catalog.now() + (SELECT jump FROM public.chaos_clock)';
  ALTER DATABASE chaos SET search_path = public, pg_catalog;
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = 'chaos' AND application_name LIKE 'doorbell%'`;

async function jumpOfPostgres(scene: Scene): Promise<void> {
  const { stage } = scene;
  await scene.breaking(async () => {
    await stage.ask(otherClock);
    await sleep(3_000);
  });
  await scene.breaking(async () => {
    await stage.ask(`UPDATE chaos_clock SET jump = '1 hour'`);
    // Until every process has read the new time: each does so every ten seconds.
    await sleep(Math.max(12_000, scene.leftMs));
  });
}

export const processScenarios: readonly Scenario[] = [
  {
    name: 'sweeps-at-once',
    fault: 'three workers start at once over a backlog that no queue knows of',
    mustHold: 'no delivery is called twice: none was in flight when the workers were stopped in good order',
    stage: { workers: 3 },
    play: sweepTogether,
  },
  {
    name: 'worker-frozen',
    fault: 'a worker is frozen by SIGSTOP for longer than its leases last, and goes on',
    mustHold: 'others call what it held; it calls nothing that is no longer its own',
    bounds: { resumeWithinMs: 10_000 },
    play: freezeWorker,
  },
  {
    name: 'clock-jumps',
    fault: 'the local clock of every Doorbell process jumps an hour forward, then two hours back, then right',
    mustHold: 'retries neither stop nor storm: nothing is called twice, all is called in seconds',
    stage: { machine: true },
    bounds: { calledWithinMs: 10_000 },
    play: async (scene) => {
      const began = monotonicMs();
      for (const clockOffsetMs of [hourMs, -hourMs, 0]) {
        await scene.stage.setMachine({ clockOffsetMs, names: 'well' });
        await sleep(Math.max(4_000, scene.leftMs / 3));
      }
      scene.notes.push(`${Math.round((monotonicMs() - began) / 1000)} s with three jumps`);
    },
  },
  {
    name: 'clock-of-postgres-jumps',
    fault: "PostgreSQL's clock, which decides, jumps an hour forward",
    mustHold: 'retries neither stop nor storm; duplicates only of calls in flight at the jump',
    play: jumpOfPostgres,
  },
];
