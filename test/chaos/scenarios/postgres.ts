import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Scene } from '../scene.js';
import { ask, databaseName } from '../stage/databases.js';
import { embeddedPostmaster } from '../stage/stage.js';
import type { Scenario } from './scenario.js';

/** Connections are tried again within a second or so; the sweep waits until it is sure who is alive. */
const resumeWithinMs = 15_000;
const refuses = 'recording answers 503 with Retry-After, never "created"; heals without a restart';

/** Away for the time of the scenario, in which nothing may be acknowledged. */
async function without(
  scene: Scene,
  what: string,
  take: () => Promise<void>,
  give: () => Promise<void>,
): Promise<void> {
  await scene.breaking(async () => {
    await take();
    await scene.whileNothingIsAccepted(what, async () => sleep(Math.max(5_000, scene.leftMs)));
    await give();
  });
}

/** A session of somebody else's, in the same database. */
async function withClient(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

const serverUrl = ({ stage }: Scene): string => stage.database.cluster.url('postgres');

/** Takes two tables in the other order than Doorbell does; Doorbell's transaction waited first, and is the one to fail. */
async function forceDeadlock(scene: Scene, first: string, second: string): Promise<void> {
  await withClient(scene.stage.database.url, async (client) => {
    await client.query("SET deadlock_timeout = '10s'");
    await client.query('BEGIN');
    await client.query(`LOCK TABLE ${first} IN EXCLUSIVE MODE`);
    await sleep(300);
    const error = await client
      .query(`LOCK TABLE ${second} IN EXCLUSIVE MODE`)
      .catch((reason: Error) => reason);
    if (error instanceof Error) scene.notes.push(`the hand itself lost: ${error.message}`);
    await client.query('ROLLBACK');
  });
}

async function failOver(scene: Scene): Promise<void> {
  const { cluster, standby, disk: _ } = scene.stage.database;
  await scene.breaking(async () => {
    await cluster.end('SIGKILL');
    await sleep(1_000);
    await ask(standby!.cluster.url('postgres'), 'SELECT pg_promote()');
    standby!.switchboard.leadTo(standby!.cluster.port);
    await untilRecording(scene);
  });
}

/** Ready is when something was accepted again. */
async function untilRecording(scene: Scene): Promise<void> {
  const before = scene.stage.acceptedCount;
  const isBack = await scene.until(() => scene.stage.acceptedCount > before, 60_000);
  if (!isBack) scene.failures.push('nothing is recorded a minute after it was healed');
}

/** In the middle of something, again and again. `end` ends PostgreSQL, and sees that it is started again. */
const endAgainAndAgain =
  (end: (scene: Scene) => Promise<void>): Scenario['play'] =>
  async (scene) =>
    scene.again(async () => {
      await scene.moment(1_000, 3_000);
      await scene.breaking(async () => {
        await end(scene);
        await untilRecording(scene);
      });
    }, 2);

const endAndRun = (signal: 'SIGINT' | 'SIGKILL'): Scenario['play'] =>
  endAgainAndAgain(async ({ stage }) => {
    const { cluster } = stage.database;
    await cluster.end(signal);
    await cluster.run();
  });

export const postgresScenarios: readonly Scenario[] = [
  {
    name: 'postgres-restart',
    fault: 'PostgreSQL: restarted, again and again',
    mustHold: refuses,
    bounds: { resumeWithinMs },
    play: endAndRun('SIGINT'),
  },
  {
    name: 'postgres-kill',
    fault: 'PostgreSQL: kill -9, again and again',
    mustHold: refuses,
    bounds: { resumeWithinMs },
    play: endAndRun('SIGKILL'),
  },
  {
    name: 'postgres-gone',
    fault: 'PostgreSQL: gone for the whole time',
    mustHold: refuses,
    holes: ['outage to dead letters', 'ten errors'],
    bounds: { resumeWithinMs },
    play: async (scene) => {
      const { cluster } = scene.stage.database;
      await without(
        scene,
        'PostgreSQL was gone',
        async () => cluster.end('SIGINT'),
        async () => {
          await cluster.run();
          await untilRecording(scene);
        },
      );
    },
  },
  {
    name: 'postgres-refuses',
    fault: 'PostgreSQL: takes no connections, and ends those it has',
    mustHold: refuses,
    bounds: { resumeWithinMs },
    play: async (scene) =>
      without(
        scene,
        'PostgreSQL took no connections',
        async () => {
          await ask(serverUrl(scene), `ALTER DATABASE ${databaseName} ALLOW_CONNECTIONS false`);
          await ask(
            serverUrl(scene),
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${databaseName}'`,
          );
        },
        async () => {
          await ask(serverUrl(scene), `ALTER DATABASE ${databaseName} ALLOW_CONNECTIONS true`);
          await untilRecording(scene);
        },
      ),
  },
  {
    name: 'postgres-frozen',
    fault: 'PostgreSQL: every process of it frozen by SIGSTOP, then continued',
    mustHold: 'nothing is acknowledged meanwhile; heals without a restart',
    bounds: { resumeWithinMs },
    play: async (scene) =>
      without(
        scene,
        'PostgreSQL was frozen',
        async () => scene.stage.database.cluster.signal('SIGSTOP'),
        async () => {
          await scene.stage.database.cluster.signal('SIGCONT');
          await untilRecording(scene);
        },
      ),
  },
  {
    name: 'postgres-disk-full',
    fault: 'PostgreSQL: its disk is full (a small tmpfs), then not any more',
    mustHold: refuses,
    stage: { database: 'small-disk', data: { filling: 'x'.repeat(8_000) } },
    bounds: { resumeWithinMs },
    play: async (scene) => {
      const { cluster, disk } = scene.stage.database;
      await scene.breaking(async () => {
        await disk!.fill();
        await sleep(Math.max(8_000, scene.leftMs));
        await disk!.free();
        // Without room for its log PostgreSQL ends, and whoever looks after it starts it again.
        if (cluster.hasEnded) {
          scene.notes.push('PostgreSQL had ended, and was started again');
          await cluster.run();
        }
        await untilRecording(scene);
      });
    },
  },
  {
    name: 'postgres-terminates',
    fault: 'PostgreSQL: ends connections at random, and whoever is idle in a transaction',
    mustHold: 'recording goes on, or answers 503; nothing gets stuck',
    holes: ['ten errors'],
    bounds: { resumeWithinMs },
    play: async (scene) => {
      await ask(
        serverUrl(scene),
        `ALTER DATABASE ${databaseName} SET idle_in_transaction_session_timeout = '20ms'`,
      );
      await scene.breaking(async () => {
        await scene.again(async () => {
          await ask(
            serverUrl(scene),
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = '${databaseName}' AND application_name LIKE 'doorbell%'
             OFFSET ${scene.random.between(0, 10)} LIMIT 3`,
          );
          await scene.moment(50, 300);
        }, 20);
        await ask(
          serverUrl(scene),
          `ALTER DATABASE ${databaseName} RESET idle_in_transaction_session_timeout`,
        );
        await untilRecording(scene);
      });
    },
  },
  {
    name: 'postgres-deadlock',
    fault: 'PostgreSQL: deadlocks forced by hand, in recording and in settling',
    mustHold: 'the transaction that had to fail is done again',
    bounds: { resumeWithinMs },
    play: async (scene) => {
      await scene.breaking(async () =>
        scene.again(async (round) => {
          if (round % 2 === 0) await forceDeadlock(scene, 'owed', 'recording_keys');
          else await forceDeadlock(scene, 'calls', 'owed');
          await scene.moment(200, 800);
        }, 4),
      );
      const [row] = await scene.stage.ask<{ deadlocks: string }>(
        'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
      );
      scene.notes.push(`PostgreSQL counted ${row!.deadlocks} deadlocks`);
      if (row!.deadlocks === '0') scene.failures.push('no deadlock came about');
    },
  },
  {
    name: 'postgres-failover',
    fault: 'PostgreSQL: kill -9 of the primary, failover to its synchronous standby',
    mustHold: refuses,
    stage: { database: 'with-standby' },
    bounds: { resumeWithinMs },
    play: async (scene) => {
      await scene.moment(1_000, 3_000);
      await failOver(scene);
      await sleep(scene.leftMs);
    },
  },
  {
    name: 'postgres-embedded-kill',
    fault: "Doorbell's own PostgreSQL (embedded): kill -9, again and again",
    mustHold: 'it is started again by itself',
    stage: {
      queue: 'in-process',
      database: 'embedded',
      rates: { api: 30, emits: 0, transactions: 0 },
    },
    bounds: { resumeWithinMs, says: ['embedded_database_restarted'] },
    play: endAgainAndAgain(async ({ stage }) => {
      const { pid } = await embeddedPostmaster(stage.embeddedDirectory);
      process.kill(pid, 'SIGKILL');
    }),
  },
];
