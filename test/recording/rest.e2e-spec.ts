import { ActionTypeRegistry } from '@app/action-types';
import { startReceiver } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Doorbell,
  expected,
  type JsonObject,
  queueNames,
  startDoorbell,
  type TestOrganizer,
} from '../setup/doorbell.js';

interface Entry {
  readonly notification_id: number;
  readonly deliveries: number;
  readonly duplicate?: true;
}

const placed = { action: 'pretix.event.order.placed', event: 'democon', code: 'ABC23' };
const usedForAnother = 'This idempotency key was used for another notification.';

describe('Recording over REST', () => {
  let doorbell: Doorbell;
  let organizer: TestOrganizer;
  let path: string;

  beforeAll(async () => {
    doorbell = await startDoorbell();
    organizer = await doorbell.createOrganizer();
    path = `${organizer.path}/notifications/`;
  });
  afterAll(async () => doorbell.stop());

  const batch = async (notifications: unknown) =>
    organizer.api.post<JsonObject & { results: Entry[] }>(`${path}batch/`, { notifications });

  const count = async (): Promise<number> => {
    const [row] = await doorbell.query<{ n: number }>('SELECT count(*)::integer AS n FROM notifications');
    return row!.n;
  };

  it('answers with the reference fields beside the action, after the commit', async () => {
    const answer = await organizer.api.post<Entry & { recorded: string }>(path, {
      ...placed,
      data: { a: 1 },
    });
    expect(answer.status).toBe(201);
    const { notification_id: id, recorded } = answer.body;
    expect(answer.text).toBe(
      `{"notification_id":${id},"organizer":"acmecorp","event":"democon","action":"pretix.event.order.placed",` +
        `"code":"ABC23","recorded":"${recorded}","deliveries":0}`,
    );
    const one = await organizer.api.get(`${path}${id}/`);
    expect(one.body).toEqual({
      notification_id: id,
      organizer: 'acmecorp',
      ...placed,
      recorded,
      data: { a: 1 },
      deliveries: [],
    });
  });

  it('sends absent nullable fields as null, and leaves the event out where a type has none', async () => {
    const checkin = await organizer.api.post(path, {
      action: 'pretix.event.checkin',
      event: 'democon',
      code: 'A',
    });
    expect(checkin.body).toMatchObject({
      code: 'A',
      orderposition_id: null,
      type: null,
      first_checkin: null,
    });
    const customer = await organizer.api.post(path, {
      action: 'pretix.customer.created',
      customer: '8WSAJCJ',
    });
    expect(customer.status).toBe(201);
    expect(Object.keys(customer.body)).toEqual([
      'notification_id',
      'organizer',
      'action',
      'customer',
      'recorded',
      'deliveries',
    ]);
  });

  it.each([
    [{}, { action: ['This field is required.'] }],
    [{ action: 'foo' }, { action: ['Invalid action type "foo".'] }],
    [{ action: 5, event: 'x' }, { action: ['Not a valid string.'] }],
    [
      { action: 'pretix.event.order.changed.*', code: 'A' },
      { action: ['Invalid action type "pretix.event.order.changed.*".'] },
    ],
    [
      { action: 'pretix.event.order.changed.a b', event: 'democon', code: 'A' },
      { action: ['Invalid action type "pretix.event.order.changed.a b".'] },
    ],
    [{ action: placed.action }, { code: ['This field is required.'], event: ['This field is required.'] }],
    [{ ...placed, event: 'foo' }, { event: ['Object with slug=foo does not exist.'] }],
    [{ ...placed, event: 'a\0b' }, { event: ['Object with slug=a\0b does not exist.'] }],
    [
      { ...placed, code: 5, organizer: 'acmecorp', cod: 1 },
      { code: ['Not a valid string.'], cod: ['Unknown field.'], organizer: ['Unknown field.'] },
    ],
    [{ ...placed, organizer: 'acmecorp' }, { organizer: ['Unknown field.'] }],
    [{ ...placed, code: '\ud800' }, { code: ['Not a valid string.'] }],
    [{ ...placed, code: 'x'.repeat(191) }, { code: ['Ensure this field has no more than 190 characters.'] }],
    [
      { ...placed, data: [1], idempotency_key: '' },
      {
        data: ['Expected a dictionary of items but got type "list".'],
        idempotency_key: ['This field may not be blank.'],
      },
    ],
    [
      { ...placed, data: { a: 'x'.repeat(17_000) } },
      { data: ['Ensure this field has no more than 16384 bytes.'] },
    ],
    [{ ...placed, data: { 'a\0': 1 } }, { data: ['Null characters are not allowed.'] }],
    [{ ...placed, data: { a: ['\udfff'] } }, { data: ['Null characters are not allowed.'] }],
    [{ ...placed, idempotency_key: 5 }, { idempotency_key: ['Not a valid string.'] }],
    [{ action: 'pretix.customer.created', customer: 'A', event: 'democon' }, { event: ['Unknown field.'] }],
    [[], { non_field_errors: ['Invalid data. Expected a dictionary, but got list.'] }],
  ])('refuses what is wrong, with all faults at once (%#)', async (body, errors) => {
    const answer = await organizer.api.post(path, body);
    expect([answer.status, answer.body]).toEqual([400, errors]);
  });

  it('keeps data that only looks like an escape, and deep data', async () => {
    const deep = JSON.parse(`{"a":${'['.repeat(99)}${']'.repeat(99)}}`) as object;
    const deeper = await organizer.api.post(path, { ...placed, data: { deep } });
    expect(deeper.body).toEqual({ data: ['Ensure this field is nested no deeper than 100 levels.'] });
    for (const data of [{ text: String.raw`\u0000 \ud800`, emoji: '😀' }, deep]) {
      const answer = await organizer.api.post<Entry>(path, { ...placed, data });
      expect(answer.status).toBe(201);
      const one = await organizer.api.get<{ data: object }>(`${path}${answer.body.notification_id}/`);
      expect(JSON.stringify(one.body.data)).toBe(JSON.stringify(data));
    }
  });

  it('finds what was recorded, newest first, by every filter', async () => {
    const other = await doorbell.createOrganizer({ slug: 'finder', events: ['democon', 'second'] });
    const ids: number[] = [];
    for (const fields of [
      { code: 'A1' },
      { code: 'A2', event: 'second' },
      { action: 'pretix.event.order.changed.item', event: 'second', code: 'A1' },
      { action: 'pretix.event.item.added', event: 'democon', item: 11 },
      { action: 'pretix.event.order.changed.price', event: 'democon', code: '11' },
    ]) {
      ids.push((await other.record(fields)).notification_id);
      doorbell.clock.advance(1_000);
    }
    const [a, b, c, d, e] = ids;
    const found = async (query: string): Promise<readonly (number | undefined)[]> => {
      const answer = await other.api.get<{ results: Entry[] }>(`${other.path}/notifications/${query}`);
      return expected(200, answer).results.map(({ notification_id: id }) => id);
    };
    expect(await found('')).toEqual([e, d, c, b, a]);
    expect(await found('?code=A1')).toEqual([c, a]);
    expect(await found('?code=11')).toEqual([e]);
    expect(await found('?reference=11')).toEqual([e, d]);
    expect(await found('?reference=11&code=A1')).toEqual([]);
    expect(await found('?event=second')).toEqual([c, b]);
    expect(await found(`?action=${placed.action}`)).toEqual([b, a]);
    expect(await found('?action=pretix.event.order.changed.*')).toEqual([e, c]);
    expect(await found('?action=pretix.event.item.*&code=11')).toEqual([]);
    expect(await found('?action=nothing')).toEqual([]);
    const at = (await other.api.get<{ recorded: string }>(`${other.path}/notifications/${c}/`)).body.recorded;
    expect(await found(`?since=${at}`)).toEqual([e, d, c]);
    expect(await found(`?until=${at}`)).toEqual([b, a]);
    const unknown = await other.api.get(`${other.path}/notifications/?cod=A1&since=yesterday`);
    expect([unknown.status, Object.keys(unknown.body)]).toEqual([400, ['since', 'cod']]);
    expect((await other.api.get(`${other.path}/notifications/?page=1`)).status).toBe(400);
    expect((await organizer.api.get(`${path}${a}/`)).body).toEqual({
      detail: 'No Notification matches the given query.',
    });
    expect((await organizer.api.get(`${path}x/`)).body).toEqual({ detail: 'Not found.' });
  });

  it('pages by cursor: what was committed comes exactly once while new ones come in', async () => {
    const other = await doorbell.createOrganizer({ slug: 'pager' });
    const before = new Set<number>();
    for (let n = 0; n < 7; n += 1) before.add((await other.record()).notification_id);
    const seen: number[] = [];
    let next: string | null = `${other.path}/notifications/?page_size=3&event=democon`;
    while (next !== null) {
      const answer: { next: string | null; results: Entry[] } = expected(
        200,
        await other.api.get<{ next: string | null; results: Entry[] }>(next),
      );
      seen.push(...answer.results.map(({ notification_id: id }) => id));
      next = answer.next;
      await other.record();
    }
    expect(seen).toHaveLength(7);
    expect(new Set(seen)).toEqual(before);
  });

  it('26. The same recording key twice records once, and gives the first answer again; with other content it is a 409', async () => {
    const hook = await organizer.createWebhook({ target_url: 'http://127.0.0.1:8/' });
    const body = { ...placed, data: { a: 1, b: 2 }, idempotency_key: 'k1' };
    const first = await organizer.api.post<Entry>(path, body);
    expect([first.status, first.body.deliveries]).toEqual([201, 1]);
    const again = await organizer.api.post(path, { ...body, data: { b: 2, a: 1 } });
    expect([again.status, again.body]).toEqual([200, first.body]);
    const other = await organizer.api.post(path, { ...body, code: 'OTHER' });
    expect([other.status, other.body]).toEqual([409, { detail: usedForAnother }]);
    const elsewhere = await doorbell.createOrganizer({ slug: 'keys' });
    expect((await elsewhere.api.post(`${elsewhere.path}/notifications/`, body)).status).toBe(201);
    await organizer.api.delete(`${organizer.path}/webhooks/${hook.id}/`);
  });

  it('26. The same recording key at the same moment records once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        organizer.api.post<Entry>(path, {
          ...placed,
          code: index === 7 ? 'OTHER' : 'SAME',
          idempotency_key: 'moment',
        }),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    const winner = answers.find(({ status }) => status === 201)!;
    for (const answer of answers.filter(({ status }) => status === 200))
      expect(answer.body).toEqual(winner.body);
    expect(statuses.filter((status) => status === 409).length).toBeGreaterThan(0);
  });

  it('27. A batch with one fault records nothing and names the fault by index', async () => {
    const before = await count();
    const wrong = await batch([
      placed,
      { ...placed, code: null },
      placed,
      'x',
      { ...placed, organizer: 'x' },
    ]);
    expect([wrong.status, wrong.body]).toEqual([
      400,
      {
        notifications: {
          1: { code: ['This field may not be null.'] },
          3: { non_field_errors: ['Invalid data. Expected a dictionary, but got str.'] },
          4: { organizer: ['Unknown field.'] },
        },
      },
    ]);
    const unknown = await batch([placed, { ...placed, event: 'foo', idempotency_key: 'free' }]);
    expect(unknown.body).toEqual({
      notifications: { 1: { event: ['Object with slug=foo does not exist.'] } },
    });
    const twice = await batch([
      { ...placed, idempotency_key: 't' },
      { ...placed, idempotency_key: 't' },
    ]);
    expect([twice.status, Object.keys(twice.body['notifications'] as object)]).toEqual([400, ['1']]);
    expect((await batch([])).body).toEqual({ notifications: ['This list may not be empty.'] });
    expect((await batch(Array.from({ length: 1001 }, () => placed))).body).toEqual({
      notifications: ['Ensure this field has no more than 1000 elements.'],
    });
    expect((await batch('x')).body).toEqual({
      notifications: ['Expected a list of items but got type "str".'],
    });
    expect(await count()).toBe(before);
  });

  it('26. In a batch a repeated key is marked, and one of another notification is a fault that frees the others', async () => {
    const first = await organizer.api.post<Entry>(path, { ...placed, idempotency_key: 'b1' });
    const second = await batch([
      { ...placed, idempotency_key: 'b2' },
      { ...placed, idempotency_key: 'b1' },
    ]);
    expect(second.status).toBe(201);
    expect(second.body.results[1]).toEqual({ ...first.body, duplicate: true });
    expect(second.body.results[0]).not.toHaveProperty('duplicate');
    const before = await count();
    const conflict = await batch([
      { ...placed, idempotency_key: 'b3' },
      { ...placed, code: 'OTHER', idempotency_key: 'b1' },
    ]);
    expect([conflict.status, conflict.body]).toEqual([
      400,
      { notifications: { 1: { idempotency_key: [usedForAnother] } } },
    ]);
    expect(await count()).toBe(before);
    expect((await batch([{ ...placed, idempotency_key: 'b3' }])).body.results[0]).not.toHaveProperty(
      'duplicate',
    );
  });

  it('records a thousand at once, in order', async () => {
    const notifications = Array.from({ length: 1000 }, (_, index) => ({ ...placed, code: `N${index}` }));
    const answer = await organizer.api.post<{ results: { code: string; notification_id: number }[] }>(
      `${path}batch/`,
      { notifications },
    );
    expect(answer.status).toBe(201);
    expect(answer.body.results.map(({ code }) => code)).toEqual(notifications.map(({ code }) => code));
    const ids = answer.body.results.map(({ notification_id: id }) => id);
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  });

  it('27. What others record at the same moment is recorded, beside one that cannot be', async () => {
    const answers = await Promise.all([
      ...Array.from({ length: 5 }, () => organizer.api.post(path, placed)),
      organizer.api.post(path, { ...placed, event: 'foo' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 400]);
  });

  it('43. A missing partition is made by who records', async () => {
    const today = doorbell.clock.now().toISOString().slice(0, 10).replaceAll('-', '_');
    const before = await organizer.record();
    await doorbell.query(`DROP TABLE notifications_${today}`);
    expect((await organizer.record()).notification_id).toBeGreaterThan(before.notification_id);
    doorbell.clock.advance(400 * 86_400_000);
    expect((await organizer.api.post(path, placed)).status).toBe(201);
  });

  it('lists every action type with its fields and samples', async () => {
    const answer = await organizer.api.get<{ results: { name: string; sample_body: object }[] }>(
      `${organizer.path}/actiontypes/`,
    );
    expect(answer.body.results).toHaveLength(46);
    expect(answer.body.results.find(({ name }) => name === placed.action)).toEqual({
      name: placed.action,
      label: expect.any(String),
      help: null,
      group: expect.any(String),
      scope: 'event',
      fields: [{ name: 'code', type: 'string', required: true, description: 'Order code.', sample: 'ABC23' }],
      sample_action: placed.action,
      sample_body: { notification_id: 0, organizer: 'acmecorp', ...placed },
    });
  });
});

describe.each(queueNames)('What receivers get, over the %s queue', (queue) => {
  let doorbell: Doorbell;
  let organizer: TestOrganizer;

  beforeAll(async () => {
    doorbell = await startDoorbell({ queue, settings: { retrySchedule: [0.2, 0.2] } });
    organizer = await doorbell.createOrganizer();
  });
  afterAll(async () => doorbell.stop());

  it('23. Check-ins carry their fields, absent ones as null; the bytes are the same at every attempt', async () => {
    const receiver = await startReceiver({ answer: 500 });
    const action = 'pretix.event.checkin';
    const { id } = await organizer.createWebhook({ target_url: receiver.url, action_types: [action] });
    const recorded = await organizer.record({
      action,
      event: 'democon',
      code: 'ÄBC“23',
      orderposition_id: 23442,
      first_checkin: false,
      data: { never: 'sent' },
    });
    const requests = await receiver.waitFor(3);
    expect(requests[0]!.body).toBe(
      `{"notification_id":${recorded.notification_id},"organizer":"acmecorp","event":"democon","code":"ÄBC“23",` +
        `"action":"pretix.event.checkin","orderposition_id":23442,"orderposition_positionid":null,` +
        `"checkin_list":null,"type":null,"first_checkin":false}`,
    );
    expect(requests.every(({ bytes }) => bytes.equals(requests[0]!.bytes))).toBe(true);
    await organizer.api.delete(`${organizer.path}/webhooks/${id}/`);
    await receiver.close();
  });

  it("23. Every action type's body has exactly its keys, in order, and types; data never leaves", async () => {
    const registry = doorbell.app.get(ActionTypeRegistry, { strict: false });
    const receiver = await startReceiver();
    const types = registry.all();
    await organizer.createWebhook({ target_url: receiver.url, action_types: types.map(({ name }) => name) });
    const sent = types.map(({ fields, scope, sampleAction }) => ({
      action: sampleAction,
      ...(scope === 'event' ? { event: 'democon' } : {}),
      ...Object.fromEntries(fields.map(({ name, sample }) => [name, sample])),
      data: { secret: 'never-leaves' },
    }));
    const answer = await organizer.api.post<{ results: Entry[] }>(`${organizer.path}/notifications/batch/`, {
      notifications: sent,
    });
    expect(answer.body.results.map(({ deliveries }) => deliveries)).toEqual(types.map(() => 1));
    await receiver.waitFor(types.length);
    const byId = new Map(
      receiver.requests.map(({ body }) => [(JSON.parse(body) as Entry).notification_id, body]),
    );
    for (const [index, type] of types.entries()) {
      const id = answer.body.results[index]!.notification_id;
      const said: Readonly<Record<string, unknown>> = {
        notification_id: id,
        organizer: 'acmecorp',
        ...sent[index]!,
      };
      const wanted = Object.fromEntries(type.body.map((key) => [key, said[key]]));
      expect(byId.get(id)).toBe(JSON.stringify(wanted));
    }
    await receiver.close();
  });

  it('20. Organizer-level actions, and the deletion of an event, reach webhooks whatever their event limit', async () => {
    const receiver = await startReceiver();
    const { id } = await organizer.createWebhook({
      target_url: receiver.url,
      all_events: false,
      limit_events: ['democon'],
      action_types: ['pretix.event.deleted', 'pretix.customer.created', placed.action],
    });
    const gone = await organizer.record({ action: 'pretix.event.deleted', event: 'gone' });
    const customer = await organizer.record({ action: 'pretix.customer.created', customer: '8WSAJCJ' });
    expect([gone.deliveries, customer.deliveries]).toEqual([2, 2]);
    await receiver.waitFor(2);
    const bodies = receiver.requests.map(({ body }) => body).toSorted((a, b) => (a < b ? -1 : 1));
    expect(bodies).toEqual([
      `{"notification_id":${gone.notification_id},"organizer":"acmecorp","event":"gone","action":"pretix.event.deleted"}`,
      `{"notification_id":${customer.notification_id},"organizer":"acmecorp","customer":"8WSAJCJ","action":"pretix.customer.created"}`,
    ]);
    await organizer.api.delete(`${organizer.path}/webhooks/${id}/`);
    await receiver.close();
  });

  it('22. In a batch, an entry that no webhook wants does not stop the ones after it', async () => {
    const receiver = await startReceiver();
    await organizer.createEvent('unwanted');
    await organizer.createWebhook({ target_url: receiver.url, all_events: false, limit_events: ['democon'] });
    const answer = await organizer.api.post<{ results: Entry[] }>(`${organizer.path}/notifications/batch/`, {
      notifications: [
        { ...placed, event: 'unwanted', code: 'NONE' },
        { ...placed, code: 'FIRST' },
        { action: 'pretix.event.item.added', event: 'unwanted', item: 1 },
        { ...placed, code: 'SECOND' },
      ],
    });
    expect(answer.status).toBe(201);
    await receiver.waitFor(2);
    const codes = receiver.requests.map(({ body }) => (JSON.parse(body) as { code: string }).code);
    expect(new Set(codes)).toEqual(new Set(['FIRST', 'SECOND']));
    await receiver.close();
  });
});
