import type { TestOrganizer } from '../../setup/organizer.js';
import type { RecordingLoad, RecordingLoadResult } from '../load/recording-load.js';
import type { Arrivals } from '../receiver/main.js';
import type { BenchDatabase } from '../stage/database.js';
import type { Environment, ServerProcess } from '../stage/doorbell.js';
import type { QueueName, Stage } from '../stage/stage.js';
import { createTenant } from '../stage/tenant.js';
import { lastNotificationId, verifyArrivals } from './deliveries.js';

/** One running Doorbell with an organizer, over a database of its own. */
export interface Ground {
  readonly stage: Stage;
  readonly database: BenchDatabase;
  readonly doorbell: ServerProcess;
  readonly organizer: TestOrganizer;
}

export interface GroundOptions {
  readonly queue?: QueueName;
  readonly environment?: Environment;
  /** One of its own where none is given. */
  readonly database?: BenchDatabase;
}

/** Gives `work` a running Doorbell, and stops it afterwards. */
export async function withGround<Result>(
  stage: Stage,
  { queue = 'bull', environment = {}, database }: GroundOptions,
  work: (ground: Ground) => Promise<Result>,
): Promise<Result> {
  if (!database)
    return stage.withDatabase(async (own) => withGround(stage, { queue, environment, database: own }, work));
  return stage.withDoorbell(
    database,
    queue,
    async (doorbell) => work({ stage, database, doorbell, organizer: await createTenant(doorbell.url) }),
    environment,
  );
}

export const recordingModes = ['batch', 'single'] as const;
export type RecordingMode = (typeof recordingModes)[number];

/** How each mode sends notifications. */
export const ways = {
  batch: { perRequest: 500, clients: 4, shape: 'batch' },
  single: { perRequest: 1, clients: 32, shape: 'one' },
} as const;

/** The load of one organizer's notifications. */
export function recordingOf(
  { doorbell, organizer }: Ground,
  mode: RecordingMode,
  count: number,
): RecordingLoad {
  const route = mode === 'batch' ? 'notifications/batch/' : 'notifications/';
  return {
    urls: [`${doorbell.url}${organizer.path}/${route}`],
    token: organizer.token,
    count,
    ...ways[mode],
  };
}

export interface Delivered {
  readonly recording: RecordingLoadResult;
  readonly arrivals: Arrivals;
  /** Deliveries a second, from the first request sent to the last arrival. */
  readonly rate: number;
}

const deliveryTimeoutMs = 180_000;

/**
 * Records what `load` says and waits until all of it has arrived below `prefix`, at as many webhooks.
 * @throws BrokenRun when something got lost
 */
export async function deliverAll(
  { stage, database }: Pick<Ground, 'stage' | 'database'>,
  load: RecordingLoad,
  prefix: string,
  webhooks = 1,
): Promise<Delivered> {
  await stage.receiver.call('reset', { keepTimes: load.keepTimes ?? false });
  const sinceId = await lastNotificationId(database);
  const distinct = load.count * webhooks;
  const [recording, arrivals] = await Promise.all([
    stage.load.call('record', load),
    stage.receiver.call('waitFor', { prefix, distinct, timeoutMs: deliveryTimeoutMs }),
  ]);
  await verifyArrivals(database, arrivals, { sent: load.count, sinceId, webhooks });
  return { recording, arrivals, rate: (distinct * 1000) / (arrivals.lastAt - recording.startedAt) };
}
