import { type Receiver, startReceiver } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Doorbell, expected, type JsonObject, type TestOrganizer } from '../setup/doorbell.js';
import { ask, deliveriesOf, Ground, throughAnother } from './delivery-steps.js';

const disabled = { status: 409, body: { detail: 'This webhook is disabled.' } };
const codeOf = ({ json }: { readonly json: unknown }): string => (json as { readonly code: string }).code;

describe('what people do about deliveries', () => {
  let ground: Ground;
  let doorbell: Doorbell;
  let receiver: Receiver;
  let organizer: TestOrganizer;

  beforeEach(async () => {
    [ground, receiver] = await Promise.all([Ground.prepare(), startReceiver({ answer: 500 })]);
    doorbell = await ground.start('bull');
    organizer = await doorbell.createOrganizer();
  });
  afterEach(async () => {
    await ground.clear();
    await receiver.close();
  });

  /** Records so many, with the codes C0, C1 and so on. */
  async function recordMany(count: number): Promise<void> {
    const notifications = Array.from({ length: count }, (_, index) => ({
      action: 'pretix.event.order.placed',
      event: 'democon',
      code: `C${index}`,
    }));
    expected(201, await organizer.api.post(`${organizer.path}/notifications/batch/`, { notifications }));
  }

  /** Newest first. */
  async function auditOf(action: string): Promise<readonly JsonObject[]> {
    const path = `${organizer.path}/auditlog/`;
    const { results } = expected(
      200,
      await organizer.api.get<{ readonly results: readonly JsonObject[] }>(path),
    );
    return results.filter((entry) => entry['action'] === action);
  }

  it('38. Expedite sends every waiting retry now, also those due in seconds, and the next wait is the next of the schedule; it says how many, and is audited.', async () => {
    const { id } = await organizer.createWebhook({ target_url: receiver.url });
    await recordMany(3);
    await receiver.waitFor(3);
    await doorbell.untilAllWait();
    expect(await ask(organizer, id, 'expedite')).toEqual({ status: 200, body: { deliveries: 3 } });
    await receiver.waitFor(6);
    await doorbell.untilAllWait();
    const renewed = (await organizer.calls(id)).slice(0, 3);
    for (const { attempt, next_attempt, datetime } of renewed) {
      expect(attempt).toBe(2);
      const waitMs = Date.parse(next_attempt!) - Date.parse(datetime);
      expect(waitMs).toBeGreaterThan(26_000);
      expect(waitMs).toBeLessThan(31_000);
    }
    expect(await auditOf('pretix.webhook.retries.expedited')).toMatchObject([
      { actor: { type: 'token' }, object: { type: 'webhook', id }, changes: { deliveries: [null, 3] } },
    ]);
    expect(await ask(organizer, id, 'expedite')).toEqual({ status: 200, body: { deliveries: 3 } });
    await receiver.waitFor(9);
  });

  it('38. Drop sends no waiting retry, ever; also those due in seconds; it says how many, and is audited.', async () => {
    const { id } = await organizer.createWebhook({ target_url: receiver.url });
    await recordMany(3);
    await receiver.waitFor(3);
    await doorbell.untilAllWait();
    expect(await ask(organizer, id, 'drop')).toEqual({ status: 200, body: { deliveries: 3 } });
    const dropped = await deliveriesOf(organizer, id);
    expect(dropped.map(({ state, dropped_reason }) => [state, dropped_reason])).toEqual([
      ['dropped', 'dropped'],
      ['dropped', 'dropped'],
      ['dropped', 'dropped'],
    ]);
    expect(await ask(organizer, id, 'drop')).toEqual({ status: 200, body: { deliveries: 0 } });
    expect(await ask(organizer, id, 'expedite')).toEqual({ status: 200, body: { deliveries: 0 } });
    doorbell.clock.advance(3_600_000);
    await doorbell.untilNothingIsOwed();
    expect(receiver.requests).toHaveLength(3);
    expect((await auditOf('pretix.webhook.retries.dropped'))[1]).toMatchObject({
      object: { type: 'webhook', id },
      changes: { deliveries: [null, 3] },
    });
    receiver.answer = 200;
    await organizer.record();
    await doorbell.untilNothingIsOwed();
    expect(receiver.requests).toHaveLength(4);
  });

  it('38. Drop reaches a retry that is under way: its call ends, and no other follows.', async () => {
    const { id } = await organizer.createWebhook({ target_url: receiver.url });
    await organizer.record();
    await receiver.waitFor(1);
    await doorbell.untilAllWait();
    receiver.answer = async () => {
      expect(await ask(organizer, id, 'drop')).toEqual({ status: 200, body: { deliveries: 1 } });
      return 500;
    };
    doorbell.clock.advance(5_000);
    await receiver.waitFor(2);
    await doorbell.untilNothingIsOwed();
    expect((await deliveriesOf(organizer, id))[0]).toMatchObject({
      state: 'dropped',
      dropped_reason: 'dropped',
      attempts: 2,
    });
    expect((await organizer.calls(id))[0]).toMatchObject({ attempt: 2, next_attempt: null });
  });

  it('39. Resend sends a delivery again in a new round with the whole schedule.', async () => {
    receiver.answer = 200;
    const { id } = await organizer.createWebhook({ target_url: receiver.url });
    await organizer.record();
    await doorbell.untilNothingIsOwed();
    const [delivery] = await deliveriesOf(organizer, id);
    receiver.answer = 500;
    expect((await ask(organizer, id, `deliveries/${delivery!.id}/resend`)).status).toBe(202);
    await receiver.waitFor(2);
    await doorbell.untilAllWait();
    const [again] = await organizer.calls(id);
    expect(again).toMatchObject({ delivery: delivery!.id, round: 2, attempt: 1, is_retry: false });
    expect(Date.parse(again!.next_attempt!) - Date.parse(again!.datetime)).toBeLessThan(6_000);
    expect((await deliveriesOf(organizer, id))[0]).toMatchObject({ state: 'pending', round: 2, attempts: 1 });
    expect(await auditOf('pretix.webhook.resent')).toMatchObject([
      { object: { type: 'delivery', id: delivery!.id } },
    ]);
    // A pending one is called now, in its round.
    expect((await ask(organizer, id, `deliveries/${delivery!.id}/resend`)).status).toBe(202);
    await receiver.waitFor(3);
    await doorbell.untilAllWait();
    expect((await organizer.calls(id))[0]).toMatchObject({ round: 2, attempt: 2, is_retry: true });
  });

  it('39. Resend of a delivery under way makes no second call, and of none is a 404.', async () => {
    const { id } = await organizer.createWebhook({ target_url: receiver.url });
    receiver.answer = async () => {
      const [delivery] = await deliveriesOf(organizer, id);
      expect(delivery).toMatchObject({ state: 'pending', in_flight: true });
      expect((await ask(organizer, id, `deliveries/${delivery!.id}/resend`)).status).toBe(202);
      return 200;
    };
    await organizer.record();
    await doorbell.untilNothingIsOwed();
    expect(receiver.requests).toHaveLength(1);
    expect(await ask(organizer, id, 'deliveries/4711/resend')).toEqual({
      status: 404,
      body: { detail: 'No Delivery matches the given query.' },
    });
    expect((await ask(organizer, id, 'deliveries/first/resend')).body).toEqual({ detail: 'Not found.' });
  });

  it('39. Resend since a moment sends what failed since, once each, across a restart.', async () => {
    const { id } = await organizer.createWebhook({ target_url: receiver.url });
    const path = `${organizer.path}/webhooks/${id}/`;
    await recordMany(1);
    await receiver.waitFor(1);
    await doorbell.untilAllWait();
    doorbell.clock.advance(3_600_000);
    const since = doorbell.clock.now();
    receiver.answer = ({ json }) => (codeOf({ json }) === 'C7' ? 200 : 500);
    await recordMany(20);
    await receiver.waitFor(22);
    await doorbell.untilAllWait();
    expected(200, await organizer.api.patch(path, { enabled: false }));
    expected(200, await organizer.api.patch(path, { enabled: true }));
    await doorbell.stop();

    // Accepted where no calls are made, and worked off after that process has ended.
    const api = await ground.start('bull', { settings: { role: 'api' } });
    api.clock.advance(3_700_000);
    const before = receiver.requests.length;
    const accepted = await ask(throughAnother(api, organizer), id, 'resend', { since: since.toISOString() });
    expect(accepted).toEqual({ status: 202, body: { deliveries: 19 } });
    await api.stop();
    expect(receiver.requests).toHaveLength(before);
    receiver.answer = 200;
    const restarted = await ground.start('bull');
    restarted.clock.advance(3_800_000);
    await receiver.waitFor(before + 19);
    await restarted.untilNothingIsOwed();
    const again = receiver.requests.slice(before).map(codeOf);
    expect(again).toHaveLength(19);
    expect(new Set(again).size).toBe(19);
    expect(again).not.toContain('C7');
    const [operation] = await ground.query('SELECT total::integer, done::integer, finished FROM operations');
    expect(operation).toMatchObject({ total: 19, done: 19, finished: expect.any(Date) as Date });
  });

  it('39. Resend of everything since a moment sends what succeeded, too.', async () => {
    receiver.answer = 200;
    const { id } = await organizer.createWebhook({ target_url: receiver.url });
    const since = doorbell.clock.now().toISOString();
    await recordMany(3);
    await doorbell.untilNothingIsOwed();
    expect(await ask(organizer, id, 'resend', { since })).toEqual({ status: 202, body: { deliveries: 0 } });
    expect(await ask(organizer, id, 'resend', { since, state: 'all' })).toEqual({
      status: 202,
      body: { deliveries: 3 },
    });
    await receiver.waitFor(6);
    await doorbell.untilNothingIsOwed();
    expect(receiver.requests).toHaveLength(6);
    expect((await ask(organizer, id, 'resend', { since, state: 'some' })).status).toBe(400);
  });

  it('39. On a disabled webhook both resends, and expedite, are a 409.', async () => {
    receiver.answer = 200;
    const { id } = await organizer.createWebhook({ target_url: receiver.url });
    await organizer.record();
    await doorbell.untilNothingIsOwed();
    const [delivery] = await deliveriesOf(organizer, id);
    const since = doorbell.clock.now().toISOString();
    expected(200, await organizer.api.patch(`${organizer.path}/webhooks/${id}/`, { enabled: false }));
    expect(await ask(organizer, id, `deliveries/${delivery!.id}/resend`)).toEqual(disabled);
    expect(await ask(organizer, id, 'resend', { since })).toEqual(disabled);
    expect(await ask(organizer, id, 'expedite')).toEqual(disabled);
    expect(await ask(organizer, id, 'drop')).toEqual({ status: 200, body: { deliveries: 0 } });
    expect(receiver.requests).toHaveLength(1);
  });
});
