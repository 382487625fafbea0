import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Doorbell, startDoorbell, type TestOrganizer, type WebhookAnswer } from '../setup/doorbell.js';

const target_url = 'https://user:secret@example.com/hook';

describe('Webhooks', () => {
  let doorbell: Doorbell;
  let organizer: TestOrganizer;
  beforeAll(async () => {
    doorbell = await startDoorbell();
  });
  beforeEach(async () => {
    organizer = await doorbell.createOrganizer({ events: ['democon', 'dummy'] });
  });
  afterAll(async () => doorbell.stop());

  const pathOf = ({ id }: WebhookAnswer): string => `${organizer.path}/webhooks/${id}/`;
  const read = async (webhook: WebhookAnswer): Promise<WebhookAnswer> =>
    (await organizer.api.get<WebhookAnswer>(pathOf(webhook))).body;

  it('3. Creating with a valid body answers 201 and stores URL, events, types; reading it back gives the same object.', async () => {
    const { status, body } = await organizer.api.post<WebhookAnswer>(`${organizer.path}/webhooks/`, {
      enabled: true,
      target_url,
      all_events: false,
      limit_events: ['democon'],
      action_types: ['pretix.event.order.modified', 'pretix.event.order.changed.*'],
      comment: 'For the printer',
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(Number),
      enabled: true,
      target_url,
      all_events: false,
      limit_events: ['democon'],
      action_types: ['pretix.event.order.changed.*', 'pretix.event.order.modified'],
      comment: 'For the printer',
    });
    expect(await read(body)).toEqual(body);
    expect(await organizer.api.get(pathOf(body).slice(0, -1))).toMatchObject({ status: 200, body });
  });

  it('3. Creating with a valid body … with the required fields alone gives the defaults; unknown fields and the id are ignored', async () => {
    const { status, body } = await organizer.api.post<WebhookAnswer>(`${organizer.path}/webhooks/`, {
      id: 4711,
      target_url: `  ${target_url}  `,
      limit_events: [],
      action_types: [],
      secret: 'nobody knows this field',
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(Number),
      enabled: true,
      target_url,
      all_events: true,
      limit_events: [],
      action_types: [],
      comment: null,
    });
    expect(body.id).not.toBe(4711);
    const changed = await organizer.api.patch(pathOf(body), { id: 4711, secret: 1, enabled: 'off' });
    expect(changed).toMatchObject({ status: 200, body: { ...body, enabled: false } });
  });

  it('6. PATCH of the URL leaves the rest alone; PATCH of the types replaces the set.', async () => {
    const webhook = await organizer.createWebhook({
      target_url,
      limit_events: ['democon'],
      action_types: ['pretix.event.order.placed', 'pretix.event.order.paid'],
      comment: 'kept',
    });
    const moved = await organizer.api.patch(pathOf(webhook), { target_url: 'https://example.org/' });
    expect(moved).toMatchObject({ status: 200, body: { ...webhook, target_url: 'https://example.org/' } });
    const types = ['pretix.event.order.canceled'];
    const retyped = await organizer.api.patch(pathOf(webhook), { action_types: types });
    expect(retyped).toMatchObject({
      status: 200,
      body: { ...webhook, target_url: 'https://example.org/', action_types: types },
    });
    expect(await read(webhook)).toEqual(retyped.body);
    const widened = { all_events: true, limit_events: [], comment: null };
    expect((await organizer.api.patch(pathOf(webhook), widened)).body).toEqual({
      ...retyped.body,
      ...widened,
    });
    expect((await organizer.api.patch(pathOf(webhook), {})).body).toEqual({ ...retyped.body, ...widened });
  });

  it('7. PUT without a required field is a 400; without an optional one it leaves that as it was.', async () => {
    const webhook = await organizer.createWebhook({
      target_url,
      enabled: false,
      limit_events: ['democon'],
      comment: 'kept',
    });
    const refused = await organizer.api.put(pathOf(webhook), { enabled: true, comment: 'lost' });
    const required = ['This field is required.'];
    expect(refused).toMatchObject({
      status: 400,
      body: { target_url: required, limit_events: required, action_types: required },
    });
    expect(await read(webhook)).toEqual(webhook);
    const fields = {
      target_url: 'https://example.org/',
      limit_events: ['dummy'],
      action_types: ['pretix.event.order.paid'],
    };
    const replaced = await organizer.api.put(pathOf(webhook), fields);
    expect(replaced).toMatchObject({ status: 200, body: { ...webhook, ...fields } });
  });

  it('8. DELETE answers 204; the webhook is still there, disabled … once and again, and can be enabled', async () => {
    const webhook = await organizer.createWebhook({ target_url });
    for (let round = 0; round < 2; round += 1) {
      expect(await organizer.api.delete(pathOf(webhook))).toMatchObject({ status: 204, text: '' });
      expect(await read(webhook)).toEqual({ ...webhook, enabled: false });
    }
    expect((await organizer.api.patch(pathOf(webhook), { enabled: true })).body).toEqual(webhook);
  });

  it('8. DELETE … Deleting for good takes the webhook away', async () => {
    const webhook = await organizer.createWebhook({ target_url, limit_events: ['democon'] });
    expect((await organizer.api.delete(`${pathOf(webhook)}?permanent=true`)).status).toBe(204);
    const gone = { status: 404, body: { detail: 'No WebHook matches the given query.' } };
    expect(await organizer.api.get(pathOf(webhook))).toMatchObject(gone);
    expect(await organizer.api.delete(`${pathOf(webhook)}?permanent=true`)).toMatchObject(gone);
    const rows = await doorbell.query(
      `SELECT webhook_id FROM webhook_action_types WHERE webhook_id = $1
       UNION ALL SELECT webhook_id FROM webhook_events WHERE webhook_id = $1`,
      [webhook.id],
    );
    expect(rows).toEqual([]);
  });

  it("10. … another organizer's id is a 404, for every method and before the body is looked at", async () => {
    const other = await doorbell.createOrganizer();
    const { id } = await other.createWebhook({ target_url });
    const notFound = { status: 404, body: { detail: 'No WebHook matches the given query.' } };
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
      for (const unknown of [id, 999_999_999, '9223372036854775808']) {
        const malformed = method === 'GET' ? {} : { text: '{', headers: { 'content-type': 'text/plain' } };
        const path = `${organizer.path}/webhooks/${unknown}/`;
        const answer = await organizer.api.send(method, path, malformed);
        expect(answer).toMatchObject(notFound);
      }
      const named = await organizer.api.send(method, `${organizer.path}/webhooks/first/`);
      expect(named).toMatchObject({ status: 404, body: { detail: 'Not found.' } });
    }
    expect((await other.api.get(`${other.path}/webhooks/${id}/`)).status).toBe(200);
  });
});
