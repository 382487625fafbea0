import { foreignLanguages, startForeignReceiver } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Doorbell, queueNames, startDoorbell } from '../setup/doorbell.js';

describe.each(queueNames)('receivers that are not Node, over the %s queue', (queue) => {
  let doorbell: Doorbell;
  beforeAll(async () => (doorbell = await startDoorbell({ queue })));
  afterAll(() => doorbell.stop());

  it.each(foreignLanguages)('15. %s gets every notification, once', async (language) => {
    const receiver = await startForeignReceiver(language);
    const organizer = await doorbell.createOrganizer();
    const webhook = await organizer.createWebhook({ target_url: receiver.url });
    const codes = Array.from({ length: 12 }, (_, index) => `CODE${index}`);
    const notifications = codes.map((code) => ({
      action: 'pretix.event.order.placed',
      event: 'democon',
      code,
    }));
    const batch = await organizer.api.post(`${organizer.path}/notifications/batch/`, { notifications });
    expect(batch.status).toBe(201);
    await doorbell.untilNothingIsOwed();
    const bodies = await receiver.bodies();
    const received = bodies.map((body) => (JSON.parse(body) as { readonly code: string }).code);
    expect(received.toSorted()).toEqual(codes.toSorted());
    const calls = await organizer.calls(webhook.id);
    expect(new Set(calls.map(({ return_code }) => return_code))).toEqual(new Set([204]));
    await receiver.close();
  });
});
