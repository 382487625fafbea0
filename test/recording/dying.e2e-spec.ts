import { type Receiver, startReceiver } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOrganizerAs, ProcessGround } from '../process/process-ground.js';
import { expected, queueNames } from '../setup/doorbell.js';

describe.each(queueNames)('A process that dies, over the %s queue', (queue) => {
  let ground: ProcessGround;
  let receiver: Receiver;

  beforeEach(async () => {
    [ground, receiver] = await Promise.all([ProcessGround.prepare(queue), startReceiver()]);
  });
  afterEach(async () => {
    await ground.clear();
    await receiver.close();
  });

  it('24. What was committed is never forgotten, even when the process dies right after the commit', async () => {
    const { process, admin } = await ground.start();
    const organizer = await createOrganizerAs(admin);
    await organizer.createWebhook({ target_url: receiver.url });
    receiver.answer = () => undefined;
    const notifications = Array.from({ length: 100 }, (_, index) => ({
      action: 'pretix.event.order.placed',
      event: 'democon',
      code: `C${index}`,
    }));
    const path = `${organizer.path}/notifications/batch/`;
    const { results } = expected(
      201,
      await organizer.api.post<{ results: { notification_id: number }[] }>(path, { notifications }),
    );
    await process.stop('SIGKILL');
    receiver.answer = 200;
    const before = receiver.requests.length;
    await ground.start();
    const owed = new Set(results.map(({ notification_id: id }) => id));
    await expect
      .poll(
        () => {
          const called = receiver.requests
            .slice(before)
            .map(({ json }) => json as { notification_id: number });
          return new Set(called.map(({ notification_id: id }) => id));
        },
        { timeout: 30_000, interval: 100 },
      )
      .toEqual(owed);
  }, 60_000);
});
