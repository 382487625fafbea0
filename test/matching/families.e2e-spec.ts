import { type ActionType, type ActionTypeVocabulary, Vocabulary } from '@app/action-types';
import { type Receiver, startReceiver } from '@app/testing';
import { Injectable, Module } from '@nestjs/common';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';

const parcel = (name: string, sampleAction = name): ActionType => ({
  name,
  label: name,
  group: 'parcels',
  scope: 'organizer',
  sampleAction,
  body: ['notification_id', 'organizer', 'action'],
  fields: [],
});

@Vocabulary()
@Injectable()
class ParcelActions implements ActionTypeVocabulary {
  readonly prefix = 'shop';
  readonly actionTypes = [
    parcel('shop.parcel'),
    parcel('shop.parcel.*', 'shop.parcel.lost'),
    parcel('shop.parcel.sent.*', 'shop.parcel.sent.abroad'),
    parcel('shop.parcel.sent.twice'),
  ];
}

@Module({ providers: [ParcelActions] })
class ParcelModule {}

let doorbell: Doorbell;
let receiver: Receiver;
let organizer: TestOrganizer;
beforeAll(async () => {
  [doorbell, receiver] = await Promise.all([startDoorbell({ modules: [ParcelModule] }), startReceiver()]);
  organizer = await doorbell.createOrganizer();
  for (const type of ['shop.parcel', 'shop.parcel.*', 'shop.parcel.sent.*', 'shop.parcel.sent.twice']) {
    await organizer.createWebhook({ target_url: `${receiver.url}${type}`, action_types: [type] });
  }
});
afterAll(async () => {
  await receiver.close();
  await doorbell.stop();
});

it.each([
  ['shop.parcel', 'shop.parcel'],
  ['shop.parcel.lost', 'shop.parcel.*'],
  ['shop.parcel.sent', 'shop.parcel.*'],
  ['shop.parcel.sent.abroad', 'shop.parcel.sent.*'],
  ['shop.parcel.sent.abroad.by.ship', 'shop.parcel.sent.*'],
  ['shop.parcel.sent.twice', 'shop.parcel.sent.twice'],
])('18. %s reaches the webhook on %s and no other: one on x.* does not get x.', async (action, type) => {
  const before = receiver.requests.length;
  const recorded = await organizer.record({ action });
  expect(recorded.deliveries).toBe(1);
  const requests = await receiver.waitFor(before + 1);
  await doorbell.untilNothingIsOwed();
  expect(receiver.requests).toHaveLength(before + 1);
  expect(requests.at(-1)).toMatchObject({ url: `/${type}`, json: { action } });
});

it.each(['shop.parcels', 'shop.parcel.', 'shop.parcel.*', 'shop', 'shop.'])(
  '18. %s belongs to no type.',
  async (action) => {
    const answer = await organizer.api.post(`${organizer.path}/notifications/`, { action });
    expect([answer.status, answer.body]).toEqual([400, { action: [`Invalid action type "${action}".`] }]);
  },
);
