import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Receiver, startReceiver } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expected, startDoorbell } from '../setup/doorbell.js';
import { type PostgresServer, startPostgres } from '../setup/postgres-server.js';
import { createDatabase, makeTemplate, numbersDatabase, queryOnce } from '../setup/test-database.js';

const run = promisify(execFile);

const idsOf = (requests: Receiver['requests']): readonly number[] =>
  requests.map(({ json }) => (json as { readonly notification_id: number }).notification_id);

/** Debian's: it comes with the pg_dump that fits it. */
describe('a backup', () => {
  let server: PostgresServer;
  let serverUrl: string;
  let folder: string;
  let receiver: Receiver;
  beforeAll(async () => {
    server = await startPostgres('debian');
    serverUrl = server.url(numbersDatabase);
    await makeTemplate(serverUrl);
    folder = await mkdtemp(join(tmpdir(), 'doorbell-backup-'));
    receiver = await startReceiver();
  });
  afterAll(async () => {
    await receiver.close();
    await server.stop();
    await rm(folder, { recursive: true });
  });

  it('taken in the middle of everything and restored elsewhere has forgotten nothing that was owed.', async () => {
    const { url } = await createDatabase(serverUrl);
    const settings = { concurrency: 10, retrySchedule: [1, 1, 1, 1, 1] };
    const doorbell = await startDoorbell({ databaseUrl: url, settings });
    // Some wait for a retry, some are in flight, some queued, some have arrived.
    receiver.answer = async ({ json }, _response, count) => {
      await sleep(30);
      const { notification_id: id } = json as { readonly notification_id: number };
      return id % 5 === 0 && count < 400 ? 500 : 200;
    };
    const organizer = await doorbell.createOrganizer();
    await organizer.createWebhook({ target_url: receiver.url });
    const acknowledged: number[] = [];
    const end = new AbortController();
    const recording = (async () => {
      while (!end.signal.aborted) acknowledged.push((await organizer.record()).notification_id);
    })();
    const notifications = Array.from({ length: 300 }, (_, index) => ({
      action: 'pretix.event.order.placed',
      event: 'democon',
      code: `C${index}`,
    }));
    expected(201, await organizer.api.post(`${organizer.path}/notifications/batch/`, { notifications }));
    await receiver.waitFor(40);
    const before = [...acknowledged];
    const file = join(folder, 'doorbell.dump');
    await run('pg_dump', ['--format=custom', `--file=${file}`, url]);
    end.abort();
    await recording;
    await doorbell.stop();
    const arrivedBefore = new Set(idsOf(receiver.requests));
    const callsBefore = receiver.requests.length;

    await queryOnce(serverUrl, 'CREATE DATABASE restored TEMPLATE template0');
    const restored = server.url('restored');
    await run('pg_restore', ['--exit-on-error', '--dbname', restored, file]);
    const ask = async (sql: string): Promise<readonly number[]> =>
      (await queryOnce<{ id: string }>(restored, sql)).map(({ id }) => Number(id));
    const owed = await ask('SELECT notification_id AS id FROM owed');
    const kept = new Set(await ask('SELECT id FROM notifications'));
    expect(owed.length).toBeGreaterThan(50);
    expect(before.filter((id) => !kept.has(id))).toEqual([]);

    receiver.answer = 200;
    const again = await startDoorbell({ databaseUrl: restored, settings });
    try {
      await again.untilNothingIsOwed();
      const calledAgain = idsOf(receiver.requests.slice(callsBefore));
      // All that was owed when it was dumped, and nothing else, comes: again, where it had arrived since.
      expect(calledAgain.toSorted((a, b) => a - b)).toEqual(owed.toSorted((a, b) => a - b));
      const arrived = new Set([...arrivedBefore, ...calledAgain]);
      expect([...kept].filter((id) => !arrived.has(id))).toEqual([]);
    } finally {
      await again.stop();
    }
  }, 120_000);
});
