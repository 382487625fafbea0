import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';

const target_url = 'https://example.com/';
const valid = { target_url, limit_events: [], action_types: [] };
const both = { non_field_errors: ['You can set either limit_events or all_events.'] };

describe('Webhooks that are refused', () => {
  let doorbell: Doorbell;
  let organizer: TestOrganizer;
  beforeAll(async () => {
    doorbell = await startDoorbell();
    organizer = await doorbell.createOrganizer();
    await doorbell.createOrganizer({ slug: 'other', events: ['foreign'] });
  });
  afterAll(async () => doorbell.stop());

  const post = async (fields: object) => organizer.api.post(`${organizer.path}/webhooks/`, fields);

  it('4. `all_events` with `limit_events` is refused with pretix\'s sentence; so is `PATCH {"all_events": true}` while events are stored.', async () => {
    const limited = { ...valid, limit_events: ['democon'] };
    expect(await post({ ...limited, all_events: true })).toMatchObject({ status: 400, body: both });
    // The default of all_events is true.
    expect(await post(limited)).toMatchObject({ status: 400, body: both });
    const webhook = await organizer.createWebhook({ target_url, limit_events: ['democon'] });
    const path = `${organizer.path}/webhooks/${webhook.id}/`;
    expect(await organizer.api.patch(path, { all_events: true })).toMatchObject({ status: 400, body: both });
    expect(await organizer.api.put(path, { ...limited, all_events: true })).toMatchObject({
      status: 400,
      body: both,
    });
    expect((await organizer.api.get(path)).body).toEqual(webhook);
    const open = await organizer.createWebhook({ target_url });
    const narrowing = { limit_events: ['democon'] };
    expect(await organizer.api.patch(`${organizer.path}/webhooks/${open.id}/`, narrowing)).toMatchObject({
      status: 400,
      body: both,
    });
    // Of the whole object only once every field is valid.
    const answer = await organizer.api.patch(path, { all_events: true, comment: 'a'.repeat(256) });
    expect(answer.body).toEqual({ comment: ['Ensure this field has no more than 255 characters.'] });
  });

  it("5. A bad URL, an unknown event, another organizer's event, an unknown action type are refused with their sentences, several at once in one answer.", async () => {
    expect(await post({ ...valid, target_url: 'foo' })).toMatchObject({
      status: 400,
      body: { target_url: ['Enter a valid URL.'] },
    });
    for (const slug of ['unknown', 'foreign', '']) {
      expect(await post({ ...valid, limit_events: ['democon', slug] })).toMatchObject({
        status: 400,
        body: { limit_events: [`Object with slug=${slug} does not exist.`] },
      });
    }
    for (const type of ['foo', 'pretix.event.order.*', 'pretix.event.order.changed.item', '']) {
      expect(
        await post({ ...valid, action_types: ['pretix.event.order.placed', type, 'bar'] }),
      ).toMatchObject({
        status: 400,
        body: { action_types: [`Invalid action type "${type}".`] },
      });
    }
    const several = await post({
      target_url: 'ftp://example.com/',
      all_events: true,
      limit_events: ['first', 'second'],
      action_types: ['foo'],
    });
    expect(several.status).toBe(400);
    expect(several.body).toEqual({
      target_url: ['Enter a valid URL.'],
      limit_events: ['Object with slug=first does not exist.'],
      action_types: ['Invalid action type "foo".'],
    });
    const missing = await post({ limit_events: ['unknown'] });
    expect(missing.body).toEqual({
      target_url: ['This field is required.'],
      action_types: ['This field is required.'],
      limit_events: ['Object with slug=unknown does not exist.'],
    });
  });

  it('9. Null, blank, too long, wrong type: each field has its text; never a 500.', async () => {
    const required = ['This field is required.'];
    const nothing = await post({});
    expect(nothing).toMatchObject({
      status: 400,
      body: { target_url: required, limit_events: required, action_types: required },
    });
    const longUrl = (length: number): string => target_url.padEnd(length, 'a');
    const isNull = 'This field may not be null.';
    const cases: readonly [string, unknown, string][] = [
      ['enabled', null, isNull],
      ['enabled', 'maybe', 'Must be a valid boolean.'],
      ['enabled', [], 'Must be a valid boolean.'],
      ['enabled', 2, 'Must be a valid boolean.'],
      ['all_events', null, isNull],
      ['all_events', {}, 'Must be a valid boolean.'],
      ['target_url', null, isNull],
      ['target_url', '', 'This field may not be blank.'],
      ['target_url', '   ', 'This field may not be blank.'],
      ['target_url', true, 'Not a valid string.'],
      ['target_url', [target_url], 'Not a valid string.'],
      ['target_url', {}, 'Not a valid string.'],
      ['target_url', 5, 'Enter a valid URL.'],
      ['target_url', `${target_url}\0`, 'Null characters are not allowed.'],
      ['target_url', longUrl(1025), 'Ensure this field has no more than 1024 characters.'],
      ['target_url', 'x'.repeat(1025), 'Ensure this field has no more than 1024 characters.'],
      ['target_url', 'https://us%er@example.com/', 'Enter a valid URL.'],
      ['target_url', 'https://example.com/\u{1}', 'Enter a valid URL.'],
      ['limit_events', null, isNull],
      ['limit_events', 'democon', 'Expected a list of items but got type "str".'],
      ['limit_events', 1, 'Expected a list of items but got type "int".'],
      ['limit_events', 1.5, 'Expected a list of items but got type "float".'],
      ['limit_events', false, 'Expected a list of items but got type "bool".'],
      ['limit_events', {}, 'Expected a list of items but got type "dict".'],
      ['limit_events', [null], 'Invalid value.'],
      ['limit_events', [{}], 'Invalid value.'],
      ['limit_events', ['demo\0con'], 'Invalid value.'],
      ['limit_events', [5], 'Object with slug=5 does not exist.'],
      ['action_types', null, isNull],
      ['action_types', 'pretix.event.order.placed', 'Expected a list of items but got type "str".'],
      ['action_types', {}, 'Expected a list of items but got type "dict".'],
      ['action_types', [['pretix.event.order.placed']], 'Invalid value.'],
      ['action_types', ['__proto__'], 'Invalid action type "__proto__".'],
      ['comment', 'ü'.repeat(256), 'Ensure this field has no more than 255 characters.'],
      ['comment', [], 'Not a valid string.'],
      ['comment', 'a\0b', 'Null characters are not allowed.'],
    ];
    for (const [field, value, text] of cases) {
      const answer = await post({ ...valid, [field]: value });
      expect({ field, value, status: answer.status, body: answer.body }).toEqual({
        field,
        value,
        status: 400,
        body: { [field]: [text] },
      });
    }
    for (const fields of [
      { target_url: longUrl(1024), comment: 'ü'.repeat(255) },
      { comment: '' },
      { comment: 5, enabled: 'T', all_events: '1' },
    ]) {
      expect((await post({ ...valid, ...fields })).status).toBe(201);
    }
    for (const [text, type] of [
      ['[]', 'list'],
      ['"a"', 'str'],
      ['5', 'int'],
      ['null', 'NoneType'],
    ]) {
      const answer = await organizer.api.send('POST', `${organizer.path}/webhooks/`, {
        text: text!,
        headers: { 'content-type': 'application/json' },
      });
      expect(answer).toMatchObject({
        status: 400,
        body: { non_field_errors: [`Invalid data. Expected a dictionary, but got ${type}.`] },
      });
    }
  });
});

describe('What the server may be told about webhooks', () => {
  it('refuses plain http where DOORBELL_REQUIRE_HTTPS is set, and leaves older webhooks alone', async () => {
    const lenient = await startDoorbell();
    const organizer = await lenient.createOrganizer();
    const webhook = await organizer.createWebhook({ target_url: 'http://example.com/' });
    const strict = await startDoorbell({
      databaseUrl: lenient.databaseUrl,
      settings: { requireHttps: true },
    });
    try {
      const api = strict.client(organizer.token);
      const path = `${organizer.path}/webhooks/`;
      const refused = await api.post(path, { ...valid, target_url: 'http://example.com/' });
      expect(refused).toMatchObject({
        status: 400,
        body: { target_url: ['Enter a valid URL. Only https is allowed here.'] },
      });
      expect((await api.post(path, valid)).status).toBe(201);
      expect(await api.patch(`${path}${webhook.id}/`, { comment: 'old' })).toMatchObject({
        status: 200,
        body: { ...webhook, comment: 'old' },
      });
    } finally {
      await strict.stop();
      await lenient.stop();
    }
  });

  it('lets an organizer have DOORBELL_MAX_WEBHOOKS webhooks and no more, also when they come at once', async () => {
    const doorbell = await startDoorbell({ settings: { maxWebhooks: 3 } });
    try {
      const organizer = await doorbell.createOrganizer();
      const answers = await Promise.all(
        Array.from({ length: 6 }, async () => organizer.api.post(`${organizer.path}/webhooks/`, valid)),
      );
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
      expect(answers.find(({ status }) => status === 400)!.body).toEqual({
        non_field_errors: ['An organizer can have no more than 3 webhooks.'],
      });
      const other = await doorbell.createOrganizer({ slug: 'other' });
      await other.createWebhook({ target_url });
    } finally {
      await doorbell.stop();
    }
  });
});
