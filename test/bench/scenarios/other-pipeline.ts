import type { BenchDatabase } from '../stage/database.js';
import type { ServerProcess } from '../stage/doorbell.js';
import type { Stage } from '../stage/stage.js';
import { type RecordingMode, ways } from './ground.js';
import { BrokenRun } from './scenario.js';
import { perDelivery, type Round } from './sustained.js';

/** A program that sends webhooks in another way, over a database of its own. */
export interface OtherPipeline {
  readonly stage: Stage;
  readonly database: BenchDatabase;
  readonly server: ServerProcess;
  /** Of the path its one webhook is called at. */
  readonly prefix: string;
}

export type OtherRound = Pick<
  Round,
  'rate' | 'nodeMicroseconds' | 'postgresMicroseconds' | 'statements' | 'walBytes'
>;

const timeoutMs = 120_000;

export interface OtherLoad {
  readonly count: number;
  /** In batches where none is given. */
  readonly mode?: RecordingMode;
  /** Of each notification, beside its code. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/**
 * Doorbell's load, for another program.
 * @param settled resolves once it has written down what all calls came to
 * @throws BrokenRun when something got lost
 */
export async function playOther(
  { stage, database, server, prefix }: OtherPipeline,
  { count, mode = 'batch', fields }: OtherLoad,
  settled: () => Promise<void>,
): Promise<OtherRound> {
  await stage.receiver.call('reset', {});
  const before = { database: await database.counters(), cpu: server.cpuSeconds };
  const load = stage.load.call('record', {
    urls: [`${server.url}/notifications${mode === 'batch' ? '/batch' : ''}`],
    ...ways[mode],
    count,
    ...(fields ? { fields } : {}),
  });
  const goal = { prefix, distinct: count, timeoutMs };
  const [sent, arrivals] = await Promise.all([load, stage.receiver.call('waitFor', goal)]);
  if (arrivals.distinct !== count)
    throw new BrokenRun(`${arrivals.distinct} of ${count} arrived at ${prefix}.`);
  await settled();
  return {
    rate: (count * 1000) / (arrivals.lastAt - sent.startedAt),
    nodeMicroseconds: ((server.cpuSeconds - before.cpu) * 1e6) / count,
    ...perDelivery(before.database, await database.counters(), count),
  };
}
