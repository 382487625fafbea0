import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InTransaction } from '@app/event-bus';
import { Conflict } from '@app/rest';
import { OrganizerDeleted } from '@contracts/organizers';
import { Injectable, Module } from '@nestjs/common';
import { type Doorbell, startDoorbell } from '../setup/doorbell.js';

const list = '/api/v1/organizers/';
const path = (slug: string): string => `${list}${slug}/`;
const denied = { status: 403, body: { detail: 'You do not have permission to perform this action.' } };
const dayMs = 86_400_000;

/** Vetoes the deletion of the organizer it is told. */
@Injectable()
class Veto {
  organizerId: number | undefined;

  @InTransaction(OrganizerDeleted)
  async refuse({ organizerId }: OrganizerDeleted): Promise<void> {
    if (organizerId === this.organizerId) throw new Conflict('Not yet.');
    return Promise.resolve();
  }
}

@Module({ providers: [Veto] })
class VetoModule {}

describe('Organizers', () => {
  let doorbell: Doorbell;
  beforeAll(async () => {
    doorbell = await startDoorbell({ modules: [VetoModule] });
  });
  afterAll(async () => doorbell.stop());

  it('are created by the administrator, and read as they were created', async () => {
    const fields = { name: 'ACME', slug: 'created.org-1', public_url: 'https://acme.example/' };
    const { status, body } = await doorbell.admin.post(list, fields);
    expect({ status, body }).toEqual({ status: 201, body: fields });
    expect(Object.keys(body)).toEqual(['name', 'slug', 'public_url']);
    expect((await doorbell.admin.get(path('created.org-1'))).body).toEqual(fields);
  });

  it.each([
    ['nothing', {}, { name: ['This field is required.'], slug: ['This field is required.'] }],
    [
      'null and blank',
      { name: null, slug: ' ' },
      { name: ['This field may not be null.'], slug: ['This field may not be blank.'] },
    ],
    [
      'wrong types',
      { name: ['a'], slug: true, public_url: {} },
      { name: ['Not a valid string.'], slug: ['Not a valid string.'], public_url: ['Not a valid string.'] },
    ],
    [
      'too long',
      { name: 'n'.repeat(201), slug: 's'.repeat(51), public_url: `https://a.example/${'x'.repeat(1024)}` },
      {
        name: ['Ensure this field has no more than 200 characters.'],
        slug: ['Ensure this field has no more than 50 characters.'],
        public_url: ['Ensure this field has no more than 1024 characters.'],
      },
    ],
    [
      'NUL',
      { name: 'a\0', slug: 'a\0b' },
      { name: ['Null characters are not allowed.'], slug: ['Null characters are not allowed.'] },
    ],
    ['an unknown field', { name: 'a', slug: 'unknown-field', id: 1 }, { id: ['Unknown field.'] }],
  ])('are refused with %s', async (_what, fields, errors) => {
    const { status, body } = await doorbell.admin.post(list, fields);
    expect({ status, body }).toEqual({ status: 400, body: errors });
  });

  it.each(['-a', '.a', 'a b', 'a_b', 'ä', 'a/b'])('the slug %j is refused', async (slug) => {
    const { status, body } = await doorbell.admin.post(list, { name: 'a', slug });
    expect(status).toBe(400);
    expect(body['slug']).toEqual([
      'The slug may only contain letters, numbers, dots and dashes, and begins with a letter or a number.',
    ]);
  });

  it.each([
    'acme.example',
    'ftp://acme.example',
    'javascript:alert(1)',
    'https://user:pass@acme.example/',
    'https://a b/',
  ])('the address %j is refused', async (publicUrl) => {
    const fields = { name: 'a', slug: 'address', public_url: publicUrl };
    const { status, body } = await doorbell.admin.post(list, fields);
    expect({ status, body }).toEqual({ status: 400, body: { public_url: ['Enter a valid URL.'] } });
  });

  it('have slugs that are taken once, also when asked twice at once', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map(async () => doorbell.admin.post(list, { name: 'a', slug: 'taken' })),
    );
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['201', '400', '400']);
    const refused = answers.find(({ status }) => status === 400);
    expect(refused!.body).toEqual({ slug: ['This field must be unique.'] });
  });

  it('PUT creates or replaces; omitted fields return to their default', async () => {
    const fields = { name: 'Put', public_url: 'https://put.example/' };
    const created = await doorbell.admin.put(path('put'), fields);
    expect(created).toMatchObject({ status: 201, body: { ...fields, slug: 'put' } });
    const replaced = await doorbell.admin.put(path('put'), { name: 'Again', slug: 'put' });
    expect(replaced).toMatchObject({ status: 200, body: { name: 'Again', slug: 'put', public_url: null } });
    expect((await doorbell.admin.get(path('put'))).body).toEqual(replaced.body);
    const nameless = await doorbell.admin.put(path('put'), {});
    expect(nameless).toMatchObject({ status: 400, body: { name: ['This field is required.'] } });
    expect(await doorbell.admin.put(path('-put'), { name: 'a' })).toMatchObject({ status: 400 });
    expect(await doorbell.admin.put(path('other'), { name: 'a', slug: 'another' })).toMatchObject({
      status: 400,
      body: { slug: ['The slug never changes.'] },
    });
  });

  it('PUT twice at once creates one and replaces it', async () => {
    const answers = await Promise.all(
      ['a', 'b', 'c'].map(async (name) => doorbell.admin.put(path('put-at-once'), { name })),
    );
    const statuses = answers.map(({ status }) => String(status));
    expect(statuses.toSorted()).toEqual(['200', '200', '201']);
  });

  it('PATCH leaves alone what is not sent, and never changes the slug', async () => {
    const fields = { name: 'Patch', slug: 'patch', public_url: 'https://patch.example/' };
    await doorbell.admin.post(list, fields);
    const renamed = await doorbell.admin.patch(path('patch'), { name: 'New' });
    expect(renamed).toMatchObject({ status: 200, body: { ...fields, name: 'New' } });
    const same = await doorbell.admin.patch(path('patch'), { slug: 'patch', public_url: null });
    expect(same).toMatchObject({ status: 200, body: { ...fields, name: 'New', public_url: null } });
    const moved = await doorbell.admin.patch(path('patch'), { slug: 'elsewhere' });
    expect(moved).toMatchObject({ status: 400, body: { slug: ['The slug never changes.'] } });
  });

  it('are listed to who may view them, in the order of code points, in pages', async () => {
    const own = await doorbell.createOrganizer({ slug: 'lister', events: [] });
    await doorbell.admin.post(list, { name: 'Z', slug: 'Zebra' });
    const all = await doorbell.admin.get<{ count: number; results: { slug: string }[] }>(list);
    const slugs = all.body.results.map(({ slug }) => slug);
    expect(slugs).toEqual(slugs.toSorted());
    expect(slugs).toEqual(expect.arrayContaining(['Zebra', 'lister']));
    expect(all.body.count).toBe(slugs.length);
    const { body } = await own.api.get(list);
    expect(body).toMatchObject({ count: 1, next: null, previous: null, results: [{ slug: 'lister' }] });
    const blind = doorbell.client(await doorbell.createToken('lister', ['can_send_notifications']));
    expect((await blind.get(list)).body).toMatchObject({ count: 0, results: [] });
    const second = await doorbell.admin.get(`${list}?page=2&page_size=1`);
    expect(second.body).toMatchObject({
      results: [{ slug: slugs[1] }],
      previous: `${doorbell.url}${list}?page_size=1`,
    });
  });

  it('are written by the administrator alone', async () => {
    const { api } = await doorbell.createOrganizer({ slug: 'written', events: [] });
    const answers = await Promise.all([
      api.post(list, { name: 'a', slug: 'mine' }),
      api.put(path('mine'), { name: 'a' }),
      api.put(path('written'), { name: 'a' }),
      api.patch(path('written'), { name: 'a' }),
      api.delete(path('written')),
    ]);
    for (const answer of answers) expect(answer).toMatchObject(denied);
  });

  it('that are deleted are unknown, their tokens have ended, and their slug stays taken until the log has expired', async () => {
    const { api, id } = await doorbell.createOrganizer({ slug: 'ending', events: [] });
    expect((await api.get(path('ending'))).status).toBe(200);
    expect((await doorbell.admin.delete(path('ending'))).status).toBe(204);
    expect(await api.get(path('ending'))).toMatchObject({
      status: 401,
      body: { detail: 'Token inactive or deleted.' },
    });
    expect(await doorbell.admin.get(path('ending'))).toMatchObject(denied);
    expect(await doorbell.admin.patch(path('ending'), {})).toMatchObject(denied);
    expect(await doorbell.admin.delete(path('ending'))).toMatchObject(denied);
    const listed = await doorbell.admin.get<{ results: { slug: string }[] }>(list);
    expect(listed.body.results.map(({ slug }) => slug)).not.toContain('ending');
    const taken = { status: 400, body: { slug: ['This field must be unique.'] } };
    expect(await doorbell.admin.post(list, { name: 'a', slug: 'ending' })).toMatchObject(taken);
    expect(await doorbell.admin.put(path('ending'), { name: 'a' })).toMatchObject(taken);
    doorbell.clock.advance(31 * dayMs);
    expect((await doorbell.admin.put(path('ending'), { name: 'a' })).status).toBe(201);
    const rows = await doorbell.query<{ id: string }>(`SELECT id FROM organizers WHERE slug = 'ending'`);
    expect(rows).toHaveLength(1);
    expect(Number(rows[0]!.id)).not.toBe(id);
    expect((await api.get(path('ending'))).status).toBe(401);
  });

  it('are not deleted against a veto in the transaction, and then nothing of them has ended', async () => {
    const { api, id } = await doorbell.createOrganizer({ slug: 'vetoed', events: [] });
    doorbell.app.get(Veto, { strict: false }).organizerId = id;
    const refused = await doorbell.admin.delete(path('vetoed'));
    expect(refused).toMatchObject({ status: 409, body: { detail: 'Not yet.' } });
    expect((await api.get(path('vetoed'))).status).toBe(200);
    const trail = await api.get<{ results: { action: string }[] }>(`${path('vetoed')}auditlog/`);
    expect(trail.body.results.map(({ action }) => action)).not.toContain('pretix.organizer.deleted');
  });

  it('are not deleted while a webhook is enabled', async () => {
    const organizer = await doorbell.createOrganizer({ slug: 'busy' });
    const { id } = await organizer.createWebhook({ target_url: 'https://receiver.example/' });
    expect((await doorbell.admin.delete(path('busy'))).status).toBe(409);
    await organizer.api.delete(`${organizer.path}/webhooks/${id}/`);
    expect((await doorbell.admin.delete(path('busy'))).status).toBe(204);
  });
});
