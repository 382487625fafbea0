import { ValidationFailed } from '@app/rest';
import { type Receiver, startReceiver } from '@app/testing';
import { NotificationRecorder } from '@contracts/events';
import { Logger } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Doorbell, expected, queueNames, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';

const action = 'pretix.event.order.placed';
const placed = { action, organizer: 'acmecorp', event: 'democon', code: 'ABC23' };

const recorderOf = (doorbell: Doorbell): NotificationRecorder =>
  doorbell.app.get<NotificationRecorder>(NotificationRecorder, { strict: false });

describe.each(queueNames)('Recording in a transaction of one’s own, over the %s queue', (queue) => {
  let doorbell: Doorbell;
  let organizer: TestOrganizer;
  let receiver: Receiver;
  let recorder: NotificationRecorder;

  beforeAll(async () => {
    doorbell = await startDoorbell({ queue });
    organizer = await doorbell.createOrganizer();
    receiver = await startReceiver();
    recorder = recorderOf(doorbell);
    await organizer.createWebhook({ target_url: receiver.url });
  });
  afterAll(async () => {
    await doorbell.stop();
    await receiver.close();
  });

  it('24. A transaction that rolls back sends nothing; one that commits is never forgotten', async () => {
    const dataSource = doorbell.app.get(DataSource);
    const rolledBack = dataSource.transaction(async (manager) => {
      const recorded = await recorder.record({ ...placed, code: 'NEVER' }, { manager });
      expect(recorded).toMatchObject({ deliveries: 1, duplicate: false, organizerId: organizer.id });
      throw new Error('no order after all');
    });
    await expect(rolledBack).rejects.toThrow('no order after all');
    const ids = await dataSource.transaction(async (manager) => {
      const savepoint = manager.transaction(async (inner) => {
        await recorder.record({ ...placed, code: 'UNDONE' }, { manager: inner });
        throw new Error('undone');
      });
      await expect(savepoint).rejects.toThrow('undone');
      const one = await recorder.record({ ...placed, code: 'ONE' }, { manager });
      const many = await recorder.recordAll(
        [
          { ...placed, code: 'TWO' },
          { ...placed, code: 'THREE' },
        ],
        {
          manager,
        },
      );
      expect(receiver.requests).toEqual([]);
      return [one, ...many].map(({ id }) => id);
    });
    const bodies = (await receiver.waitFor(3)).map(
      ({ json }) => json as { notification_id: number; code: string },
    );
    expect(new Set(bodies.map(({ notification_id: id }) => id))).toEqual(new Set(ids));
    expect(new Set(bodies.map(({ code }) => code))).toEqual(new Set(['ONE', 'TWO', 'THREE']));
    await doorbell.untilNothingIsOwed();
    expect(receiver.requests).toHaveLength(3);
    const rows = await doorbell.query(`SELECT id FROM notifications WHERE reference IN ('NEVER', 'UNDONE')`);
    expect(rows).toEqual([]);
  });
});

describe('Recording from code in the application', () => {
  let doorbell: Doorbell;
  let organizer: TestOrganizer;
  let recorder: NotificationRecorder;
  let emitter: EventEmitter2;

  beforeAll(async () => {
    doorbell = await startDoorbell();
    organizer = await doorbell.createOrganizer();
    recorder = recorderOf(doorbell);
    emitter = doorbell.app.get(EventEmitter2);
  });
  beforeEach(() => doorbell.query('TRUNCATE notifications, recording_keys'));
  afterAll(() => doorbell.stop());

  const health = async (): Promise<unknown> =>
    (await doorbell.anonymous.get<{ status: string }>('/health/ready')).body.status;
  const counted = async (): Promise<string | undefined> =>
    /^doorbell_emit_failures_total (\d+)$/m.exec((await doorbell.admin.get('/metrics')).text)?.[1];

  it('25. `emit`, `emitAsync`, `record` and REST give the same notification', async () => {
    const receiver = await startReceiver();
    const hook = await organizer.createWebhook({
      target_url: receiver.url,
      action_types: ['pretix.event.order.changed.*'],
    });
    const said = { event: 'democon', code: 'ABC23', data: { total: 1 } };
    const name = 'pretix.event.order.changed.price';
    await organizer.record({ action: name, ...said });
    await recorder.record({ action: name, organizer: 'acmecorp', ...said });
    await emitter.emitAsync(name, { organizer: 'acmecorp', ...said });
    emitter.emit(name, { organizer: 'acmecorp', ...said });
    const requests = await receiver.waitFor(4);
    const bodies = requests.map(({ body }) => body.replace(/"notification_id":\d+/, ''));
    expect(new Set(bodies).size).toBe(1);
    const rows = await doorbell.query<{ differing: string }>(
      `SELECT DISTINCT organizer_id, action_type_id, action_id, event, reference, data FROM notifications`,
    );
    expect(rows).toHaveLength(1);
    await doorbell.untilNothingIsOwed();
    await organizer.api.delete(`${organizer.path}/webhooks/${hook.id}/`);
    await receiver.close();
  });

  it('25. emitAsync resolves after the commit', async () => {
    await emitter.emitAsync(action, placed);
    expect(await doorbell.query('SELECT id FROM notifications')).toHaveLength(1);
  });

  it('25. A failing `emitAsync` rejects, and is the business of who awaits it', async () => {
    await expect(emitter.emitAsync(action, { organizer: 'acmecorp' })).rejects.toMatchObject({
      fields: { event: ['This field is required.'], code: ['This field is required.'] },
    });
    await expect(emitter.emitAsync(action, { ...placed, organizer: 'nobody' })).rejects.toMatchObject({
      fields: { organizer: ['Object with slug=nobody does not exist.'] },
    });
    await expect(emitter.emitAsync('pretix.unheard.of', placed)).rejects.toBeInstanceOf(ValidationFailed);
    await expect(emitter.emitAsync('pretix.event.order.paid', placed)).rejects.toMatchObject({
      fields: { action: ['This is not the name it was emitted under.'] },
    });
    await expect(emitter.emitAsync(action)).rejects.toMatchObject({
      fields: { non_field_errors: ['Invalid data. Expected a dictionary, but got NoneType.'] },
    });
    expect(await counted()).toBe('0');
    expect(await health()).toBe('ok');
  });

  it('25. What is under no vocabulary is not ours', async () => {
    emitter.emit('shop.order.placed', placed);
    emitter.emit('doorbell.anything', placed);
    emitter.emit('pretix', placed);
    expect(await emitter.emitAsync('shop.order.placed', placed)).toEqual([undefined]);
    expect(await doorbell.query('SELECT id FROM notifications')).toEqual([]);
    expect(await counted()).toBe('0');
  });

  it('25. What is emitted inside a transaction is recorded apart from it', async () => {
    const rolledBack = doorbell.app.get(DataSource).transaction(async () => {
      await emitter.emitAsync(action, placed);
      throw new Error('too late');
    });
    await expect(rolledBack).rejects.toThrow('too late');
    expect(await doorbell.query('SELECT id FROM notifications')).toHaveLength(1);
  });

  it('27. A batch in code names its faults by index, and records nothing', async () => {
    const batch = recorder.recordAll([
      placed,
      { ...placed, organizer: 'nobody' },
      { ...placed, event: 'foo' },
    ]);
    await expect(batch).rejects.toMatchObject({
      fields: { notifications: { 1: { organizer: ['Object with slug=nobody does not exist.'] } } },
    });
    await expect(recorder.recordAll([{ ...placed, event: 'foo' }])).rejects.toMatchObject({
      fields: { notifications: { 0: { event: ['Object with slug=foo does not exist.'] } } },
    });
    await expect(recorder.recordAll([])).resolves.toEqual([]);
    await expect(recorder.record({ ...placed, organizer: 5 } as never)).rejects.toMatchObject({
      fields: { organizer: ['Not a valid string.'] },
    });
    expect(await doorbell.query('SELECT id FROM notifications')).toEqual([]);
  });

  it('26. A key in a transaction of one’s own counts when that commits', async () => {
    const dataSource = doorbell.app.get(DataSource);
    const keyed = { ...placed, idempotency_key: 'own' };
    const rolledBack = dataSource.transaction(async (manager) => {
      await recorder.record(keyed, { manager });
      await expect(recorder.record({ ...keyed, code: 'OTHER' }, { manager })).rejects.toMatchObject({
        status: 409,
      });
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    const first = await dataSource.transaction((manager) => recorder.record(keyed, { manager }));
    expect(first.duplicate).toBe(false);
    await expect(recorder.record(keyed)).resolves.toEqual({ ...first, duplicate: true });
  });

  it('12. What an idempotent request records is in its transaction', async () => {
    const body = { action, event: 'democon', code: 'ABC23', idempotency_key: 'both' };
    const headers = { 'x-idempotency-key': 'request' };
    const path = `${organizer.path}/notifications/`;
    const first = expected(201, await organizer.api.post(path, body, headers));
    expect(expected(201, await organizer.api.post(path, body, headers))).toEqual(first);
    const refused = await organizer.api.post(
      path,
      { ...body, code: 'OTHER' },
      { 'x-idempotency-key': 'another' },
    );
    expect(refused.status).toBe(409);
    expect(await doorbell.query('SELECT id FROM notifications')).toHaveLength(1);
  });

  it('25. A failing `emit` is logged, counted and shown in health', async () => {
    const logged = vi.spyOn(Logger.prototype, 'error').mockReturnValue();
    expect(emitter.emit('pretix.unheard.of', placed)).toBe(true);
    emitter.emit(action, { organizer: 'acmecorp' });
    await vi.waitFor(async () => expect(await counted()).toBe('2'));
    expect(logged.mock.calls.map(([line]) => (line as { code: string; message: string }).message)).toEqual([
      'An emitted pretix.unheard.of was not recorded.',
      'An emitted pretix.event.order.placed was not recorded.',
    ]);
    await vi.waitFor(async () => expect(await health()).toBe('degraded'), { timeout: 3_000 });
    logged.mockRestore();
  });
});

describe('Two processes', () => {
  it('26. The same recording key at the same moment from two processes records once; opposite orders do not deadlock', async () => {
    const first = await startDoorbell();
    const organizer = await first.createOrganizer();
    const second = await startDoorbell({ databaseUrl: first.databaseUrl });
    const path = `${organizer.path}/notifications/batch/`;
    const other = second.client(organizer.token);
    const results: number[] = [];
    for (let round = 0; round < 15; round += 1) {
      const notifications = Array.from({ length: 40 }, (_, index) => ({
        action,
        event: 'democon',
        code: `R${round}I${index}`,
        idempotency_key: `r${round}-${index}`,
      }));
      const answers = await Promise.all([
        organizer.api.post(path, { notifications }),
        other.post(path, { notifications: notifications.toReversed() }),
        organizer.api.post(path, { notifications: notifications.slice(10, 30) }),
        other.post(path, { notifications: notifications.slice(20).toReversed() }),
      ]);
      results.push(...answers.map(({ status }) => status));
    }
    expect(new Set(results)).toEqual(new Set([201]));
    const [row] = await first.query<{ n: number; keys: number }>(
      `SELECT (SELECT count(*)::integer FROM notifications) AS n, (SELECT count(*)::integer FROM recording_keys) AS keys`,
    );
    expect(row).toEqual({ n: 600, keys: 600 });
    await second.stop();
    await first.stop();
  });
});
