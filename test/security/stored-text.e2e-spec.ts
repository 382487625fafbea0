import { type Receiver, startReceiver } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';
import { documentedOperations, fillPath } from './documented-operations.js';
import { faultsOf } from './fuzz/answer-judge.js';
import { sendRaw } from './raw-client.js';

const injected = 'x\r\nX-Injected: yes\r\n\r\n{"injected":true}';
const placed = 'pretix.event.order.placed';

/** Every line of a request's head that Doorbell may write, after the request line. */
const ownHeaders = [
  'host',
  'connection',
  'content-type',
  'content-length',
  'user-agent',
  'authorization',
  'accept',
  'accept-encoding',
];

describe('Text that ends a header, or a line', () => {
  let doorbell: Doorbell;
  let receiver: Receiver;
  let organizer: TestOrganizer;
  beforeAll(async () => {
    [doorbell, receiver] = await Promise.all([startDoorbell(), startReceiver()]);
    organizer = await doorbell.createOrganizer();
  });
  afterAll(async () => {
    await receiver.close();
    await doorbell.stop();
  });

  it('is refused in a target URL, as it is and percent-encoded in its credentials', async () => {
    const { host } = new URL(receiver.url);
    const urls = [
      `http://${host}/a\r\nX-Injected: yes`,
      `http://${host}/a\nb`,
      `http://${host}/a\tb`,
      `http://user%0d%0aX-Injected:%20yes@${host}/`,
      `http://user:a%0ab@${host}/`,
      `http://user:a%00b@${host}/`,
      `http://127.0.0.1%0d%0aX-Injected:yes/`,
    ];
    for (const target_url of urls) {
      const fields = { target_url, all_events: true, limit_events: [], action_types: [placed] };
      const { status, body } = await organizer.api.post(`${organizer.path}/webhooks/`, fields);
      expect([target_url, status, body]).toEqual([target_url, 400, { target_url: ['Enter a valid URL.'] }]);
    }
  });

  it('is no header of a call, wherever it is stored; what is in a URL stays percent-encoded', async () => {
    const { host } = new URL(receiver.url);
    await organizer.api.patch(`${organizer.path}/events/democon/`, { name: injected });
    await doorbell.admin.patch(`${organizer.path}/`, { name: injected });
    await organizer.createWebhook({
      target_url: `http://us%C3%A9r:p%20w@${host}/a%0d%0aX-Injected:%20yes?q=%0aX-Injected:%20yes#%0d%0a`,
      comment: injected,
      action_types: [placed, 'pretix.event.order.changed.*'],
    });
    await organizer.record({ code: injected, data: { [injected]: injected }, idempotency_key: injected });
    const answer = await organizer.api.post(`${organizer.path}/notifications/`, {
      action: `pretix.event.order.changed.${injected}`,
      event: 'democon',
      code: 'ABC23',
    });
    expect(answer.status).toBe(400);
    const [request] = await receiver.waitFor(1);
    await doorbell.untilNothingIsOwed();
    const [requestLine, ...lines] = request!.head.trimEnd().split(/\r?\n/);
    expect(requestLine).toBe('POST /a%0d%0aX-Injected:%20yes?q=%0aX-Injected:%20yes HTTP/1.1');
    const names = lines.map((line) => line.split(':')[0]!.toLowerCase());
    expect(names.filter((name) => !ownHeaders.includes(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    expect(request!.json).toMatchObject({ code: injected.trim() });
    expect(receiver.requests).toHaveLength(1);
  });

  it('is no header of an answer, wherever it is shown', async () => {
    const { body: token } = await organizer.api.post<{ id: number }>(`${organizer.path}/tokens/`, {
      name: injected,
      permissions: [],
    });
    const [call] = await organizer.calls(1);
    const ids: Readonly<Record<string, unknown>> = {
      organizer: organizer.slug,
      event: 'democon',
      id: 1,
      notification: 1,
      call: call!.id,
      delivery: call!.delivery,
      token: token.id,
    };
    const faults = [];
    let shown = 0;
    for (const operation of documentedOperations.filter(({ method }) => method === 'GET')) {
      const path = fillPath(operation.path, (name) => String(ids[name]));
      const request = {
        method: 'GET',
        path,
        headers: [['Authorization', `Token ${organizer.token}`]] as const,
      };
      const answer = await sendRaw(doorbell.url, request);
      if (answer.text.includes('X-Injected')) shown += 1;
      faults.push(...faultsOf(operation, request, answer));
    }
    expect(faults).toEqual([]);
    expect(shown).toBeGreaterThan(8);
  });
});
