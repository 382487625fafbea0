import { Clock, DatabaseClock } from '@app/database';
import { HttpEgress } from '@app/http-egress';
import { JobQueue } from '@app/job-queue';
import { type Receiver, startReceiver } from '@app/testing';
import type { Type } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describeJobQueue } from '../../libs/job-queue/src/job-queue.conformance.js';
import { BoxOffice, WithEmitter } from '../fixtures/extensions/with-emitter.js';
import { Bystander, Embargo, SilenceAlarm, WithListeners } from '../fixtures/extensions/with-listeners.js';
import { WithOtherClock } from '../fixtures/extensions/with-other-clock.js';
import { type RehearsedEgress, WithOtherEgress } from '../fixtures/extensions/with-other-egress.js';
import { SingleFileQueue, WithOtherQueue } from '../fixtures/extensions/with-other-queue.js';
import { WithOwnActionTypes } from '../fixtures/extensions/with-own-action-types.js';
import { Shop, WithOwnTransaction } from '../fixtures/extensions/with-own-transaction.js';
import { type Doorbell, type DoorbellOptions, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';

const minuteMs = 60_000;
const dayMs = 86_400_000;

describeJobQueue('an extension’s', async (handler) => {
  const modules = { get: () => handler } as unknown as ModuleRef;
  return new SingleFileQueue(modules);
});

describe('An extension', () => {
  let doorbell: Doorbell;
  let receiver: Receiver;
  let organizer: TestOrganizer;

  async function start(extension: Type<unknown>, settings: DoorbellOptions['settings'] = {}): Promise<void> {
    doorbell = await startDoorbell({ modules: [extension], settings });
    organizer = await doorbell.createOrganizer();
  }

  const provided = <Provided>(token: Type<Provided> | symbol): Provided =>
    doorbell.app.get<Provided>(token, { strict: false });

  beforeEach(async () => {
    receiver = await startReceiver();
  });
  afterEach(async () => {
    await receiver.close();
    await doorbell.stop();
  });

  describe('with action types of its own', () => {
    beforeEach(() => start(WithOwnActionTypes));

    it('has them in the list and in the OpenAPI document', async () => {
      const listed = await organizer.api.get<{ results: readonly { name: string }[] }>(
        `${organizer.path}/actiontypes/?page=1`,
      );
      expect(listed.text).toContain('"library.book.lent"');
      const document = await doorbell.anonymous.get<{ webhooks: object }>('/api/openapi.json');
      expect(Object.keys(document.body.webhooks)).toEqual(
        expect.arrayContaining([
          'library.book.lent',
          'library.reading.changed.*',
          'pretix.event.order.placed',
        ]),
      );
    });

    it('sends their bodies, key by key in its order, to who subscribed', async () => {
      await organizer.createWebhook({
        target_url: receiver.url,
        action_types: ['library.book.lent', 'library.reading.changed.*'],
      });
      const lent = await organizer.record({ action: 'library.book.lent', isbn: '9780306406157' });
      const moved = await organizer.record({ action: 'library.reading.changed.room', event: 'democon' });
      const bodies = (await receiver.waitFor(2)).map(({ body }) => body).sort();
      expect(bodies).toEqual(
        [
          `{"notification_id":${lent.notification_id},"organizer":"acmecorp","isbn":"9780306406157","action":"library.book.lent"}`,
          `{"notification_id":${moved.notification_id},"organizer":"acmecorp","event":"democon","seats":null,"action":"library.reading.changed.room"}`,
        ].sort(),
      );
    });

    it('checks their fields', async () => {
      const answer = await organizer.api.post(`${organizer.path}/notifications/`, {
        action: 'library.book.lent',
        isbn: 42,
      });
      expect(answer.status).toBe(400);
      expect(Object.keys(answer.body)).toEqual(['isbn']);
    });
  });

  describe('that emits', () => {
    beforeEach(async () => {
      await start(WithEmitter);
      await organizer.createWebhook({
        target_url: receiver.url,
        action_types: ['pretix.event.order.placed', 'pretix.event.order.paid'],
      });
    });

    it('is heard', async () => {
      provided(BoxOffice).sell('ABC23');
      await receiver.waitFor(1);
      await provided(BoxOffice).takePayment('ABC23');
      const [placed, paid] = await receiver.waitFor(2);
      expect(placed!.json).toMatchObject({ code: 'ABC23', action: 'pretix.event.order.placed' });
      expect(paid!.json).toMatchObject({ code: 'ABC23', action: 'pretix.event.order.paid' });
    });

    it('hears why what it awaited could not be recorded', async () => {
      await expect(provided(BoxOffice).takePayment('')).rejects.toMatchObject({
        fields: { code: ['This field may not be blank.'] },
      });
    });
  });

  describe('with a transaction of its own', () => {
    beforeEach(async () => {
      await start(WithOwnTransaction);
      await doorbell.query('CREATE TABLE shop_orders (code text PRIMARY KEY)');
      await organizer.createWebhook({ target_url: receiver.url });
    });

    it('is heard after the commit, and not at all after a rollback', async () => {
      await provided(Shop).place('ABC23');
      await expect(provided(Shop).place('ABC23')).rejects.toThrow('duplicate key');
      await provided(Shop).place('XYZ99');
      const requests = await receiver.waitFor(2);
      await doorbell.untilNothingIsOwed();
      expect(requests.map(({ json }) => (json as { code: string }).code).sort()).toEqual(['ABC23', 'XYZ99']);
      const [{ count }] = (await doorbell.query<{ count: string }>('SELECT count(*) FROM notifications')) as [
        { count: string },
      ];
      expect(Number(count)).toBe(2);
    });
  });

  describe('with listeners', () => {
    beforeEach(() => start(WithListeners));

    it('vetoes inside the transaction: nothing is recorded, and who recorded hears why', async () => {
      await organizer.createWebhook({ target_url: receiver.url });
      provided(Embargo).actionTypes.add('pretix.event.order.placed');
      const answer = await organizer.api.post(`${organizer.path}/notifications/`, {
        action: 'pretix.event.order.placed',
        event: 'democon',
        code: 'ABC23',
      });
      expect(answer).toMatchObject({
        status: 409,
        body: { detail: 'pretix.event.order.placed is under embargo.' },
      });
      expect(await doorbell.query('SELECT FROM notifications')).toEqual([]);
      provided(Embargo).actionTypes.clear();
      await organizer.record();
      await receiver.waitFor(1);
      expect(provided(Bystander).isInside).toBe(true);
    });

    it('hears after the commit that a webhook was disabled', async () => {
      const { id } = await organizer.createWebhook({ target_url: receiver.url });
      await organizer.api.patch(`${organizer.path}/webhooks/${id}/`, { enabled: false });
      await vi.waitFor(() => expect(provided(SilenceAlarm).silent).toEqual([id]));
    });
  });

  it('with another clock lives in its time', async () => {
    await start(WithOtherClock);
    const { recorded } = await organizer.record();
    const ahead = Date.parse(recorded) - provided(DatabaseClock).now().getTime();
    expect(Math.abs(ahead - dayMs)).toBeLessThan(minuteMs);
    expect(provided<Clock>(Clock)).not.toBeInstanceOf(DatabaseClock);
  });

  it('with another way to call lets nothing leave', async () => {
    await start(WithOtherEgress);
    const webhook = await organizer.createWebhook({ target_url: receiver.url });
    await organizer.record();
    await doorbell.untilNothingIsOwed();
    expect(provided<RehearsedEgress>(HttpEgress).calls).toMatchObject([{ url: receiver.url }]);
    expect(await organizer.calls(webhook.id)).toMatchObject([{ return_code: 204, success: true }]);
    expect(receiver.requests).toEqual([]);
  });

  it('with another queue has its jobs go through it', async () => {
    // So few calls at once that it calls nothing without the queue.
    await start(WithOtherQueue, { concurrency: 50 });
    await organizer.createWebhook({ target_url: receiver.url });
    await organizer.record();
    await receiver.waitFor(1);
    await doorbell.untilNothingIsOwed();
    expect(provided<SingleFileQueue>(JobQueue).handled).toBe(1);
  });
});
