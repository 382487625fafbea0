import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Doorbell, startDoorbell, type TestOrganizer, type WebhookAnswer } from '../setup/doorbell.js';

interface Page {
  readonly count: number;
  readonly next: string | null;
  readonly previous: string | null;
  readonly results: readonly WebhookAnswer[];
}

const target_url = 'https://user:secret@example.com/hook?key=secret';

const list = async ({ api, path }: TestOrganizer, query = ''): Promise<Page> =>
  (await api.get<Page>(`${path}/webhooks/${query}`)).body;

const idsOf = (results: readonly WebhookAnswer[]): readonly number[] => results.map(({ id }) => id);

describe('The list of webhooks', () => {
  let doorbell: Doorbell;
  beforeAll(async () => {
    doorbell = await startDoorbell();
  });
  afterAll(async () => doorbell.stop());

  it("1. Listing gives exactly this organizer's webhooks with the seven fields, slugs in `limit_events`, `action_types` sorted, `comment` null.", async () => {
    const organizer = await doorbell.createOrganizer({ events: ['democon', '2026', 'Democon'] });
    const other = await doorbell.createOrganizer();
    await other.createWebhook({ target_url });
    const first = await organizer.createWebhook({
      target_url,
      limit_events: ['democon', '2026', 'Democon', 'democon'],
      action_types: [
        'pretix.event.order.placed',
        'pretix.event.order.changed.*',
        'pretix.event.order.placed',
        'pretix.customer.created',
      ],
    });
    const second = await organizer.createWebhook({ target_url: 'http://10.0.0.1/#fragment', enabled: false });
    const { body, text } = await organizer.api.get<Page>(`${organizer.path}/webhooks/`);
    expect(body).toEqual({
      count: 2,
      next: null,
      previous: null,
      results: [
        {
          id: first.id,
          enabled: true,
          target_url,
          all_events: false,
          limit_events: ['2026', 'Democon', 'democon'],
          action_types: [
            'pretix.customer.created',
            'pretix.event.order.changed.*',
            'pretix.event.order.placed',
          ],
          comment: null,
        },
        {
          id: second.id,
          enabled: false,
          target_url: 'http://10.0.0.1/#fragment',
          all_events: true,
          limit_events: [],
          action_types: ['pretix.event.order.placed'],
          comment: null,
        },
      ],
    });
    const keys = [
      'id',
      'enabled',
      'target_url',
      'all_events',
      'limit_events',
      'action_types',
      'comment',
    ] as const;
    const raw = JSON.parse(text) as Page;
    expect(raw.results.map((webhook) => Object.keys(webhook))).toEqual([keys, keys]);
  });

  it('2. `?enabled=true` and `?enabled=false` filter the list.', async () => {
    const organizer = await doorbell.createOrganizer();
    const enabled = await organizer.createWebhook({ target_url });
    const disabled = await organizer.createWebhook({ target_url, enabled: false });
    expect(idsOf((await list(organizer, '?enabled=true')).results)).toEqual([enabled.id]);
    expect(idsOf((await list(organizer, '?enabled=false')).results)).toEqual([disabled.id]);
    expect(idsOf((await list(organizer, '?enabled=False&unknown=1')).results)).toEqual([disabled.id]);
    const nonsense = await organizer.api.get(`${organizer.path}/webhooks/?enabled=perhaps`);
    expect(nonsense).toMatchObject({ status: 400, body: { enabled: ['Must be a valid boolean.'] } });
  });

  it('13. Pages: 50 at most, absolute links that keep the filters, a page past the end is a 404, a bad size falls back.', async () => {
    const organizer = await doorbell.createOrganizer();
    const ids: number[] = [];
    for (let index = 0; index < 53; index += 1) {
      const { id } = await organizer.createWebhook({ target_url, enabled: index !== 0 });
      ids.push(id);
    }
    const address = `${doorbell.url}${organizer.path}/webhooks/`;
    const all = await list(organizer);
    expect(all).toMatchObject({ count: 53, next: `${address}?page=2`, previous: null });
    expect(idsOf(all.results)).toEqual(ids.slice(0, 50));

    const filtered = await list(organizer, '?enabled=true&page_size=20&page=2');
    expect(filtered).toMatchObject({
      count: 52,
      next: `${address}?enabled=true&page_size=20&page=3`,
      previous: `${address}?enabled=true&page_size=20`,
    });
    expect(idsOf(filtered.results)).toEqual(ids.slice(21, 41));
    const last = await list(organizer, '?enabled=true&page_size=20&page=3');
    expect(last.next).toBeNull();
    expect(idsOf(last.results)).toEqual(ids.slice(41));

    for (const size of ['51', '1000', '0', '-1', 'many', '']) {
      expect((await list(organizer, `?page_size=${size}`)).results).toHaveLength(50);
    }
    for (const page of ['3', '0', '-1', 'last', '99999999999999999999']) {
      const answer = await organizer.api.get(`${organizer.path}/webhooks/?page=${page}`);
      expect(answer).toMatchObject({ status: 404, body: { detail: 'Invalid page.' } });
    }
  });
});
