import { setTimeout as sleep } from 'node:timers/promises';
import { expected } from '../../setup/organizer.js';
import type { Scene } from '../scene.js';
import { flakyPath } from '../stage/stage.js';
import type { Scenario } from './scenario.js';

const many = 2_000;
const perBatch = 500;
const resentWithinMs = 90_000;

/** The database refuses to log calls of one webhook. */
async function refuseLogOfOne(scene: Scene): Promise<void> {
  const { stage } = scene;
  await stage.ask(`
    CREATE FUNCTION refuse_call() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'refused on purpose'; END $$;
    CREATE TRIGGER refuse_calls BEFORE INSERT ON calls FOR EACH ROW
      WHEN (NEW.webhook_id = ${stage.webhooks.get(flakyPath)}) EXECUTE FUNCTION refuse_call()`);
  await sleep(Math.max(8_000, scene.leftMs));
  await stage.ask('DROP TRIGGER refuse_calls ON calls');
}

/** Somebody deletes a notification by hand while it is owed, in the middle of a batch. */
async function spoilOne(scene: Scene): Promise<void> {
  const { stage } = scene;
  await Promise.all(stage.workers.map(async (worker) => worker.stop()));
  await sleep(3_000);
  const [victim] = await stage.ask<{ id: number; reference: string; owed: number }>(
    `SELECT n.id, n.reference, count(*)::integer AS owed FROM owed o JOIN notifications n ON n.id = o.notification_id
     WHERE n.reference LIKE 'A%' GROUP BY 1, 2 ORDER BY n.id OFFSET 5 LIMIT 1`,
  );
  await stage.ask(`DELETE FROM notifications WHERE id = ${victim!.id}`);
  scene.spoilt.add(victim!.reference);
  scene.spoiltDeliveries = victim!.owed;
  await Promise.all(stage.workers.map(async (worker) => worker.start()));
  await sleep(scene.leftMs);
}

/** A target that is not allowed is a call that failed, in the log like any. */
async function callBlocked(scene: Scene): Promise<void> {
  const { stage } = scene;
  const { id } = await stage.organizer.createWebhook({ target_url: 'http://10.255.255.1/' });
  await sleep(Math.max(4_000, scene.leftMs));
  await stage.organizer.api.patch(`${stage.organizer.path}/webhooks/${id}/`, { enabled: false });
  await sleep(2_000);
  const [row] = await stage.ask<{ count: number }>(
    `SELECT count(*)::integer AS count FROM calls WHERE webhook_id = ${id} AND error_code = 'target_blocked'`,
  );
  scene.notes.push(`${row!.count} calls are in the log as target_blocked`);
  if (row!.count === 0) scene.failures.push('calls of a blocked target are not in the log');
}

/** All of a webhook is sent again, and everything dies as soon as that is accepted. */
async function resendAndKill(scene: Scene): Promise<void> {
  const { stage } = scene;
  const { api, path } = stage.organizer;
  for (let first = 0; first < many; first += perBatch) {
    const notifications = Array.from({ length: perBatch }, (_, index) => ({
      action: 'pretix.event.order.placed',
      event: 'democon',
      code: `M${first + index}`,
    }));
    expected(201, await api.post(`${path}/notifications/batch/`, { notifications }));
  }
  await scene.until(
    async () => (await stage.receiver.call('count', { path: '/ok' })) >= many,
    resentWithinMs,
  );
  await sleep(2_000);
  const since = new Date(Date.now() - 3_600_000).toISOString();
  const webhook = `${path}/webhooks/${stage.webhooks.get('/ok')}`;
  const answer = await api.post<{ deliveries: number }>(`${webhook}/resend/`, { since, state: 'all' });
  const { deliveries } = answer.body;
  scene.isResent.add('/ok');
  await scene.moment(0, 300);
  await scene.killAndStart(stage.doorbells);
  const countTwice = async (): Promise<number> => stage.receiver.call('countTwice', { path: '/ok' });
  const isAll = await scene.until(async () => (await countTwice()) >= deliveries, resentWithinMs);
  scene.notes.push(`${await countTwice()} of ${deliveries} came again`);
  if (!isAll) scene.failures.push(`of ${deliveries} to be sent again only ${await countTwice()} came`);
}

export const bookkeepingScenarios: readonly Scenario[] = [
  {
    name: 'bookkeeping-fails',
    fault: 'the database refuses to log the calls of one webhook',
    mustHold: 'the others are settled, and called once',
    holes: ['bookkeeping of one', 'ten errors'],
    play: refuseLogOfOne,
  },
  {
    name: 'bad-entry',
    fault: 'a notification in the middle of a batch is deleted by hand while it is owed',
    mustHold: 'the others arrive; the log says which one cannot be called',
    holes: ['one bad entry'],
    bounds: { says: ['delivery_put_off'] },
    play: spoilOne,
  },
  {
    name: 'blocked-target',
    fault: 'a webhook whose target is not allowed',
    mustHold: 'each of its calls is in the log, as target_blocked',
    holes: ['blocked target'],
    play: callBlocked,
  },
  {
    name: 'resend-killed',
    fault: `${many} deliveries are to be sent again, and everything is killed as soon as that is accepted`,
    mustHold: 'all of them come again: as many as were promised',
    holes: ['resend in memory', 'rows skipped'],
    play: resendAndKill,
  },
];
