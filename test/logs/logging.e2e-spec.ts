import { freePort, type Receiver, startReceiver } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';
import { logCalls, settledCall } from './log-steps.js';

let doorbell: Doorbell;
let organizer: TestOrganizer;
let receiver: Receiver;
beforeAll(async () => {
  [doorbell, receiver] = await Promise.all([startDoorbell(), startReceiver()]);
  organizer = await doorbell.createOrganizer();
});
afterAll(async () => {
  await receiver.close();
  await doorbell.stop();
});

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('the log of calls', () => {
  it('41. A call is logged with all fields of the contract; a failed one with code 0 and its reason; credentials nowhere.', async () => {
    receiver.answer = (_request, response) => {
      response.setHeader('x-answer', 'yes');
      response.end('thank you, s3cret');
    };
    const target = `http://user:s3cret@127.0.0.1:${receiver.port}/hook?key=hidden#part`;
    const webhook = await organizer.createWebhook({ target_url: target });
    const recorded = await organizer.record({ data: { private: 'never sent' } });
    await doorbell.untilNothingIsOwed();
    const [listed] = await organizer.calls(webhook.id);
    expect(listed).toEqual({
      id: expect.any(Number),
      datetime: expect.stringMatching(isoTime),
      webhook: webhook.id,
      delivery: expect.any(Number),
      notification_id: recorded.notification_id,
      action_type: 'pretix.event.order.placed',
      action: 'pretix.event.order.placed',
      event: 'democon',
      target_url: `http://***:***@127.0.0.1:${receiver.port}/hook?key=***`,
      round: 1,
      attempt: 1,
      is_retry: false,
      execution_time: expect.any(Number),
      return_code: 200,
      success: true,
      error: null,
      next_attempt: null,
      test: false,
    });
    expect(listed!.execution_time).toBeGreaterThan(0);
    const opened = await organizer.call(webhook.id, listed!.id);
    const [request] = receiver.requests;
    expect(opened).toEqual({
      ...listed,
      payload: request!.body,
      request_headers: {
        'content-type': 'application/json',
        'content-length': request!.headers['content-length'],
        'user-agent': request!.headers['user-agent'],
        accept: '*/*',
        authorization: '***',
      },
      response_headers: expect.objectContaining({ 'x-answer': 'yes' }),
      response_body: 'thank you, ***',
      remote_address: expect.stringContaining('127.0.0.1'),
      timings: {
        dns: null,
        connect: expect.any(Number),
        tls: null,
        first_byte: expect.any(Number),
        total: listed!.execution_time,
      },
    });
    const secrets = ['s3cret', Buffer.from('user:s3cret').toString('base64'), 'hidden'];
    for (const secret of secrets) expect(JSON.stringify(opened)).not.toContain(secret);
    await doorbell.admin.delete(`${organizer.path}/webhooks/${webhook.id}/`);
  });

  it('41. A failed call has code 0, its reason in words, and the time of the next attempt.', async () => {
    const webhook = await organizer.createWebhook({ target_url: `http://127.0.0.1:${await freePort()}/` });
    await organizer.record();
    await doorbell.untilAllWait();
    const [listed] = await organizer.calls(webhook.id);
    expect(listed).toMatchObject({
      return_code: 0,
      success: false,
      error: { code: 'connect_refused', message: 'The receiver refused the connection.' },
      next_attempt: expect.stringMatching(isoTime),
    });
    const wait = Date.parse(listed!.next_attempt!) - Date.parse(listed!.datetime);
    expect(wait).toBeGreaterThan(4_400);
    expect(wait).toBeLessThan(7_000);
    expect(await organizer.call(webhook.id, listed!.id)).toMatchObject({
      response_headers: {},
      response_body: null,
      timings: { first_byte: null },
    });
    expect(await organizer.calls(webhook.id)).toHaveLength(1);
  });

  it('41. A deleted webhook’s log stays to be found in the log of the organizer.', async () => {
    const webhook = await organizer.createWebhook({ target_url: receiver.url, limit_events: ['democon'] });
    const [id] = await logCalls(doorbell, [settledCall(organizer.id, webhook.id)]);
    const path = `${organizer.path}/webhooks/${webhook.id}`;
    expect((await organizer.api.get(`${path}/calls/${id}/`)).status).toBe(200);
    expect((await organizer.api.delete(`${path}/?permanent=true`)).status).toBe(204);
    expect(await organizer.api.get(`${path}/calls/`)).toMatchObject({
      status: 404,
      body: { detail: 'No WebHook matches the given query.' },
    });
    const found = await organizer.api.get(`${organizer.path}/calls/?webhook=${webhook.id}`);
    expect(found.body).toEqual({ next: null, results: [expect.objectContaining({ id })] });
  });

  it('gives a group its ids in order, and shows nobody another organizer’s calls', async () => {
    const webhook = await organizer.createWebhook({ target_url: receiver.url, action_types: [] });
    const other = await doorbell.createOrganizer({ slug: 'other' });
    const references = ['A', 'B', 'C', 'D'];
    const ids = await logCalls(
      doorbell,
      references.map((reference) => settledCall(organizer.id, webhook.id, { notification: { reference } })),
    );
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    for (const [index, reference] of references.entries()) {
      const path = `${organizer.path}/webhooks/${webhook.id}/calls/?reference=${reference}`;
      const answer = await organizer.api.get<{ results: { id: number }[] }>(path);
      expect(answer.body.results.map(({ id }) => id)).toEqual([ids[index]]);
    }
    const path = `${other.path}/calls/?webhook=${webhook.id}`;
    expect((await other.api.get(path)).body).toEqual({ next: null, results: [] });
    expect(await organizer.api.get(`${organizer.path}/webhooks/${webhook.id}/calls/x/`)).toMatchObject({
      status: 404,
      body: { detail: 'Not found.' },
    });
    expect(await organizer.api.get(`${organizer.path}/webhooks/${webhook.id}/calls/999999/`)).toMatchObject({
      status: 404,
      body: { detail: 'No Call matches the given query.' },
    });
  });

  it('A call of a process that was frozen for hours is logged with the longest duration there is.', async () => {
    const webhook = await organizer.createWebhook({ target_url: receiver.url });
    const hours = 3 * 3_600;
    const timings = { dns: hours, connect: hours, tls: hours, first_byte: hours, total: hours };
    const result = { durationMs: hours * 1_000, timings };
    const [id] = await logCalls(doorbell, [settledCall(organizer.id, webhook.id, { result })]);
    const call = await organizer.call(webhook.id, id!);
    const longest = (2 ** 31 - 1) / 1e6;
    expect(call.execution_time).toBe(longest);
    expect(call.timings).toEqual(Object.fromEntries(Object.keys(timings).map((name) => [name, longest])));
  });
});
