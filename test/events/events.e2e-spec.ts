import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventDeleted, EventDirectory } from '@contracts/events';
import { InTransaction } from '@app/event-bus';
import { Injectable, Module } from '@nestjs/common';
import { type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';

@Injectable()
class Listener {
  readonly deleted: EventDeleted[] = [];

  @InTransaction(EventDeleted)
  async onDeleted(event: EventDeleted): Promise<void> {
    this.deleted.push(event);
    if (event.slug === 'kept') throw new Error('vetoed');
  }
}

@Module({ providers: [Listener] })
class ListenerModule {}

describe('Events of an organizer', () => {
  let doorbell: Doorbell;
  let organizer: TestOrganizer;
  let path: string;

  beforeAll(async () => {
    doorbell = await startDoorbell({ modules: [ListenerModule] });
    organizer = await doorbell.createOrganizer({ events: [] });
    path = `${organizer.path}/events/`;
  });
  afterAll(async () => doorbell.stop());

  const defaults = { live: false, testmode: false, currency: null, date_from: null, date_to: null };
  const full = {
    name: { en: 'Demo conference', de: 'Demokonferenz' },
    slug: 'full',
    live: true,
    testmode: true,
    currency: 'EUR',
    date_from: '2026-12-27T10:00:00.000Z',
    date_to: '2026-12-30T18:00:00.000Z',
  };

  it('gives plain names back as an object of languages, and everything else as it was sent', async () => {
    const plain = await organizer.api.post(path, { name: ' Demo ', slug: 'democon' });
    expect(plain.status).toBe(201);
    expect(plain.text).toBe(
      '{"name":{"en":"Demo"},"slug":"democon","live":false,"testmode":false,"currency":null,"date_from":null,"date_to":null}',
    );
    const sent = { ...full, date_from: '2026-12-27T11:00:00+01:00' };
    expect((await organizer.api.post(path, sent)).body).toEqual(full);
    expect((await organizer.api.get(`${path}full/`)).body).toEqual(full);
    expect((await organizer.api.get(`${organizer.path}/events/full`)).body).toEqual(full);
    const list = await organizer.api.get<{ count: number; results: { slug: string }[] }>(path);
    expect(list.body.count).toBe(2);
    expect(list.body.results.map(({ slug }) => slug)).toEqual(['democon', 'full']);
  });

  it('creates or replaces with PUT, changes with PATCH, and lets go with DELETE, each time in the audit trail', async () => {
    const url = `${path}put/`;
    const created = await organizer.api.put(url, { ...full, slug: 'put' });
    expect([created.status, created.body]).toEqual([201, { ...full, slug: 'put' }]);
    const replaced = await organizer.api.put(url, { name: { fr: 'Autre' } });
    expect([replaced.status, replaced.body]).toEqual([
      200,
      { name: { fr: 'Autre' }, slug: 'put', ...defaults },
    ]);
    const patched = await organizer.api.patch(url, { live: 'on', slug: 'put' });
    expect([patched.status, patched.body]).toEqual([
      200,
      { name: { fr: 'Autre' }, slug: 'put', ...defaults, live: true },
    ]);
    expect((await organizer.api.patch(url, {})).status).toBe(200);
    const removed = await organizer.api.delete(url);
    expect([removed.status, removed.text]).toEqual([204, '']);
    const gone = await organizer.api.get(url);
    expect([gone.status, gone.body]).toEqual([404, { detail: 'No Event matches the given query.' }]);
    const trail = await doorbell.query<{ action: string; changes: object }>(
      `SELECT action, changes FROM audit_entries WHERE object_type = 'event' AND object_id = 'put' ORDER BY id`,
    );
    expect(trail.map(({ action }) => action)).toEqual([
      'pretix.event.created',
      'pretix.event.changed',
      'pretix.event.changed',
      'pretix.event.deleted',
    ]);
    expect(trail[2]!.changes).toEqual({ live: [false, true] });
    const listener = doorbell.app.get(Listener, { strict: false });
    expect(listener.deleted.map(({ organizerId, slug }) => [organizerId, slug])).toEqual([
      [organizer.id, 'put'],
    ]);
  });

  it('keeps the event when a listener in the transaction vetoes its deletion', async () => {
    await organizer.createEvent('kept');
    expect((await organizer.api.delete(`${path}kept/`)).status).toBe(500);
    expect((await organizer.api.get(`${path}kept/`)).status).toBe(200);
  });

  it.each([
    [{}, { name: ['This field is required.'], slug: ['This field is required.'] }],
    [
      { name: null, slug: null },
      { name: ['This field may not be null.'], slug: ['This field may not be null.'] },
    ],
    [
      { name: ' ', slug: ' ' },
      { name: ['This field may not be blank.'], slug: ['This field may not be blank.'] },
    ],
    [
      { name: 5, slug: [] },
      { name: ['Invalid data type.'], slug: ['Not a valid string.'] },
    ],
    [{ name: { English: 'x' }, slug: 'a' }, { name: ['Invalid languages included.'] }],
    [{ name: { en: 5 }, slug: 'a' }, { name: ['Invalid data type.'] }],
    [
      { name: 'a\0b', slug: 'a\0b' },
      { name: ['Null characters are not allowed.'], slug: ['Null characters are not allowed.'] },
    ],
    [
      { name: 'x'.repeat(201), slug: 'x'.repeat(51) },
      {
        name: ['Ensure this field has no more than 200 characters.'],
        slug: ['Ensure this field has no more than 50 characters.'],
      },
    ],
    [{ name: 'x', slug: 'full' }, { slug: ['This field must be unique.'] }],
    [
      { name: 'x', slug: 'x', live: 'maybe', currency: 'euro', nothing: 1 },
      {
        live: ['Must be a valid boolean.'],
        currency: ['"euro" is not a valid choice.'],
        nothing: ['Unknown field.'],
      },
    ],
    [
      { ...full, slug: 'x', date_to: '2026-12-26T10:00:00Z' },
      { non_field_errors: ['The event cannot end before it starts.'] },
    ],
  ])('refuses what is wrong, with all faults at once (%#)', async (body, errors) => {
    const answer = await organizer.api.post(path, body);
    expect([answer.status, answer.body]).toEqual([400, errors]);
  });

  it('never changes a slug, and finds nothing under what is none', async () => {
    const changed = await organizer.api.patch(`${path}full/`, { slug: 'other' });
    expect([changed.status, changed.body]).toEqual([400, { slug: ['The event slug cannot be changed.'] }]);
    expect((await organizer.api.put(`${path}full/`, { name: 'x', slug: 'other' })).status).toBe(400);
    expect((await organizer.api.put(`${path}a_b/`, { name: 'x' })).status).toBe(400);
    for (const slug of ['none', 'a%00b', 'a_b', 'FULL']) {
      expect((await organizer.api.get(`${path}${slug}/`)).status).toBe(404);
      expect((await organizer.api.patch(`${path}${slug}/`, {})).status).toBe(404);
      expect((await organizer.api.delete(`${path}${slug}/`)).status).toBe(404);
    }
  });

  it('keeps organizers apart, and asks for the permission', async () => {
    const other = await doorbell.createOrganizer({ slug: 'other', events: ['full'] });
    expect((await other.api.get(path)).status).toBe(403);
    expect((await other.api.delete(`${path}full/`)).status).toBe(403);
    expect((await other.api.delete(`${other.path}/events/full/`)).status).toBe(204);
    expect((await organizer.api.get(`${path}full/`)).status).toBe(200);
    const viewer = doorbell.client(await doorbell.createToken('acmecorp', ['can_view_organizer']));
    expect((await viewer.get(path)).status).toBe(200);
    for (const answer of [
      await viewer.post(path, { name: 'x', slug: 'x' }),
      await viewer.put(`${path}x/`, { name: 'x' }),
      await viewer.patch(`${path}full/`, {}),
      await viewer.delete(`${path}full/`),
    ]) {
      expect(answer.status).toBe(403);
    }
  });

  it('creates once when two PUT the same new event at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => organizer.api.put(`${path}atonce/`, { name: 'At once' })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
  });

  it('tells other modules ids and slugs, of this organizer alone', async () => {
    const directory = doorbell.app.get<EventDirectory>(EventDirectory, { strict: false });
    const ids = await directory.idsOf(organizer.id, ['full', 'none', 'democon', 'full']);
    expect([...ids.keys()].toSorted()).toEqual(['democon', 'full']);
    expect(await directory.slugsOf([ids.get('full')!, 999_999])).toEqual(
      new Map([[ids.get('full'), 'full']]),
    );
    expect(await directory.idsOf(organizer.id + 1, ['democon'])).toEqual(new Map());
    expect(await directory.idsOf(organizer.id, [])).toEqual(new Map());
  });
});
