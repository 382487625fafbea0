import type { RowOwner } from '../load/bare-inserts.js';
import { most } from '../report/finding.js';
import { startOther } from '../stage/other-servers.js';
import type { Stage } from '../stage/stage.js';
import { type Ground, type RecordingMode, recordingOf, withGround } from './ground.js';
import type { RunOptions, Scenario } from './scenario.js';

const sizes = {
  batch: { full: 50_000, quick: 20_000 },
  single: { full: 30_000, quick: 10_000 },
} as const;
const slowestRecordingMs = 40;
/** Nobody delivers: the role that only serves the API, beside no worker. */
const environment = { DOORBELL_ROLE: 'api' };

async function withRecorder<Result>(
  stage: Stage,
  work: (ground: Ground) => Promise<Result>,
): Promise<Result> {
  return withGround(stage, { environment }, async (ground) => {
    await ground.organizer.createWebhook({ target_url: `${stage.receiverUrl}/ok/never` });
    return work(ground);
  });
}

interface Recorded {
  readonly rate: number;
  readonly p99: number;
}

async function record({ stage, ...ground }: Ground, mode: RecordingMode, count: number): Promise<Recorded> {
  const load = recordingOf({ stage, ...ground }, mode, count);
  const { startedAt, endedAt, latency } = await stage.load.call('record', load);
  return { rate: (count * 1000) / (endedAt - startedAt), p99: latency.p99 };
}

interface Compared {
  readonly recorded: readonly Recorded[];
  readonly reference: readonly number[];
}

async function takeTurns(
  { rounds }: RunOptions,
  reference: () => Promise<number>,
  recording: () => Promise<Recorded>,
): Promise<Compared> {
  await reference();
  await recording();
  const references: number[] = [];
  const recorded: Recorded[] = [];
  for (let round = 0; round < rounds; round += 1) {
    references.push(await reference());
    recorded.push(await recording());
  }
  return { recorded, reference: references };
}

const single: Scenario = {
  name: 'recording-single',
  asks: 'How many notifications a second are recorded one by one by 32 clients, while nobody delivers?',
  run: async (stage, options) => {
    const count = sizes.single[options.quick ? 'quick' : 'full'];
    const empty = await startOther('emptyRoute');
    try {
      const { recorded, reference } = await withRecorder(stage, async (ground) =>
        takeTurns(
          options,
          async () => emptyRate(ground, `${empty.url}/notifications`, count),
          async () => record(ground, 'single', count),
        ),
      );
      return [
        {
          what: 'recording alone, single',
          unit: 'notifications/s',
          samples: recorded.map(({ rate }) => rate),
          reference: { what: 'empty Nest/Fastify route', samples: reference },
          target: { of: 'ratio', is: 'at least', floor: 0.3 },
        },
        {
          what: 'recording alone, single: p99',
          unit: 'ms',
          samples: recorded.map(({ p99 }) => p99),
          target: most(slowestRecordingMs),
        },
      ];
    } finally {
      await empty.stop();
    }
  },
};

async function emptyRate(ground: Ground, url: string, count: number): Promise<number> {
  const load = { ...recordingOf(ground, 'single', count), urls: [url] };
  const { startedAt, endedAt } = await ground.stage.load.call('record', load);
  return (count * 1000) / (endedAt - startedAt);
}

const batch: Scenario = {
  name: 'recording-batch',
  asks: 'How many notifications a second are recorded 500 to a request, while nobody delivers?',
  run: async (stage, options) => {
    const count = sizes.batch[options.quick ? 'quick' : 'full'];
    const { recorded, reference } = await withRecorder(stage, async (ground) => {
      await record(ground, 'batch', 1);
      const owner = await ownerOf(ground);
      return takeTurns(
        options,
        async () => bareRate(ground, owner, count),
        async () => record(ground, 'batch', count),
      );
    });
    return [
      {
        what: 'recording alone, batch',
        unit: 'notifications/s',
        samples: recorded.map(({ rate }) => rate),
        reference: { what: 'bare multi-row inserts', samples: reference },
        target: { of: 'ratio', is: 'at least', floor: 0.35 },
      },
    ];
  },
};

export async function ownerOf({ database }: Ground): Promise<RowOwner> {
  const [owner] = await database.query<RowOwner>(
    `SELECT n.organizer_id::integer AS "organizerId", o.webhook_id::integer AS "webhookId",
       n.action_type_id AS "actionTypeId", n.action_id AS "actionId"
     FROM notifications n JOIN owed o ON o.notification_id = n.id LIMIT 1`,
  );
  return owner!;
}

/** Over as many connections as Doorbell is sent requests at once. */
async function bareRate({ stage, database }: Ground, owner: RowOwner, count: number): Promise<number> {
  const inserts = { ...owner, databaseUrl: database.url, connections: 4, perStatement: 500, count };
  return (count * 1000) / (await stage.load.call('bareInserts', inserts));
}

export const recordingScenarios: readonly Scenario[] = [single, batch];
