import { Pool } from 'undici';
import { monotonicMs } from '../measure/clock.js';

export interface RawLoop {
  readonly url: string;
  readonly connections: number;
  readonly count: number;
  /** POSTs before it is measured: the connections are there already. */
  readonly warmUp?: number;
}

export interface RawLoopResult {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly cpuMicroseconds: number;
}

const headers = { 'content-type': 'application/json', 'user-agent': 'Doorbell-bench' } as const;

/** The body a receiver gets, as Doorbell writes it. */
export const deliveredBody = (sequence: number): string =>
  `{"notification_id":${sequence + 1},"organizer":"acmecorp","event":"democon","code":"N${sequence}",` +
  '"action":"pretix.event.order.placed"}';

/** Bodies that are there already, sent one after the other over so many connections: what a delivery costs at least. */
export async function rawLoop(loop: RawLoop): Promise<RawLoopResult> {
  const { url, connections, count, warmUp = 0 } = loop;
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const bodies = Array.from({ length: count }, (_, sequence) => deliveredBody(sequence));
  let next = -warmUp;
  const send = async (end: number): Promise<void> => {
    while (next < end) {
      const body = bodies[Math.max(next, 0)]!;
      next += 1;
      const response = await pool.request({ method: 'POST', path, headers, body });
      await response.body.dump();
      if (response.statusCode !== 200) throw new Error(`The receiver answered ${response.statusCode}.`);
    }
  };
  const sendUntil = async (end: number): Promise<unknown> =>
    Promise.all(Array.from({ length: connections }, async () => send(end)));
  await sendUntil(0);
  const cpu = process.cpuUsage();
  const startedAt = monotonicMs();
  await sendUntil(count);
  const endedAt = monotonicMs();
  const { user, system } = process.cpuUsage(cpu);
  await pool.close();
  return { startedAt, endedAt, cpuMicroseconds: (user + system) / count };
}
