import { systemPrincipal } from '@app/access';
import { TransactionRunner } from '@app/database';
import { NotFound } from '@app/rest';
import { WebhookDirectory } from '@contracts/webhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Doorbell, startDoorbell, type TestOrganizer, type WebhookAnswer } from '../setup/doorbell.js';

interface AuditAnswer {
  readonly actor: { readonly type: string; readonly name: string };
  readonly action: string;
  readonly object: { readonly type: string; readonly id: number };
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>;
}

const target_url = 'https://user:sesame-open@example.com/hook?key=sesame-close';
const masked = 'https://***:***@example.com/hook?key=***';
const placed = 'pretix.event.order.placed';

describe('Keeping webhooks', () => {
  let doorbell: Doorbell;
  let organizer: TestOrganizer;
  let directory: WebhookDirectory;
  let transactions: TransactionRunner;
  beforeAll(async () => {
    doorbell = await startDoorbell();
    directory = doorbell.app.get<WebhookDirectory>(WebhookDirectory, { strict: false });
    transactions = doorbell.app.get(TransactionRunner, { strict: false });
  });
  beforeEach(async () => {
    organizer = await doorbell.createOrganizer({ events: ['democon', 'dummy'] });
  });
  afterAll(async () => doorbell.stop());

  const pathOf = ({ id }: WebhookAnswer): string => `${organizer.path}/webhooks/${id}/`;
  const read = async (webhook: WebhookAnswer): Promise<WebhookAnswer> =>
    (await organizer.api.get<WebhookAnswer>(pathOf(webhook))).body;
  const generationOf = async ({ id }: WebhookAnswer): Promise<number> =>
    (await directory.require(organizer.id, id)).generation;

  /** Of this webhook, newest first, without ids and times. */
  const audited = async ({ id }: WebhookAnswer): Promise<readonly object[]> => {
    const { body } = await organizer.api.get<{ results: readonly AuditAnswer[] }>(
      `${organizer.path}/auditlog/`,
    );
    return body.results
      .filter(({ object }) => object.type === 'webhook' && object.id === id)
      .map(({ actor, action, changes }) => ({ by: actor.type, action, changes }));
  };

  /** Ids of whom an action is owed to, as fan-out asks. */
  const owedTo = async (actionType: string, event: string | null): Promise<readonly number[]> => {
    const rows = await doorbell.query<{ webhook_id: string }>(
      `SELECT webhook_id FROM matching_webhooks($1, $2,
         (SELECT id FROM events WHERE organizer_id = $1 AND slug = $3), $3 IS NULL) ORDER BY 1`,
      [organizer.id, actionType, event],
    );
    return rows.map(({ webhook_id }) => Number(webhook_id));
  };

  it('seals URLs: no credentials anywhere in the tables, but in the answers of the API', async () => {
    const webhook = await organizer.createWebhook({ target_url });
    await organizer.api.patch(pathOf(webhook), { target_url: target_url.replace('user', 'other-user') });
    const tables = await doorbell.query<{ row: string }>(
      `SELECT w::text || encode(w.target_url, 'escape') AS row FROM webhooks w
       UNION ALL SELECT a::text FROM audit_entries a`,
    );
    expect(tables.length).toBeGreaterThan(2);
    expect(tables.filter(({ row }) => row.includes('sesame'))).toEqual([]);
    expect((await read(webhook)).target_url).toBe(target_url.replace('user', 'other-user'));
  });

  it('reads URLs under any key of the ring, and seals anew under the first', async () => {
    const [key] = doorbell.settings.secretKeys;
    const webhook = await organizer.createWebhook({ target_url });
    const rotated = await startDoorbell({
      databaseUrl: doorbell.databaseUrl,
      settings: { secretKeys: [{ id: 'newer', key: Buffer.alloc(32, 9) }, key!] },
    });
    try {
      const api = rotated.client(organizer.token);
      expect((await api.get(pathOf(webhook))).body).toEqual(webhook);
      await api.patch(pathOf(webhook), { target_url: `${target_url}&more=1` });
      const [row] = await doorbell.query<{ id: string }>(
        `SELECT convert_from(substring(target_url FROM 3 FOR get_byte(target_url, 1)), 'utf8') AS id
         FROM webhooks WHERE id = $1`,
        [webhook.id],
      );
      expect(row).toEqual({ id: 'newer' });
    } finally {
      await rotated.stop();
    }
  });

  it('merges changes that come at once, and judges each on what the others left', async () => {
    const webhook = await organizer.createWebhook({ target_url });
    const comments = Array.from({ length: 8 }, (_, index) => `comment ${index}`);
    const answers = await Promise.all([
      ...comments.map(async (comment) => organizer.api.patch(pathOf(webhook), { comment })),
      organizer.api.patch(pathOf(webhook), { enabled: false }),
      organizer.api.patch(pathOf(webhook), { action_types: ['pretix.event.order.paid'] }),
      organizer.api.patch(pathOf(webhook), { target_url: 'https://example.org/' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const merged = await read(webhook);
    expect(merged).toMatchObject({
      enabled: false,
      target_url: 'https://example.org/',
      action_types: ['pretix.event.order.paid'],
    });
    expect(comments).toContain(merged.comment);

    const limit = { all_events: false, limit_events: ['democon'] };
    const widen = { all_events: true };
    const [limited, widened] = await Promise.all([
      organizer.api.patch(pathOf(webhook), limit),
      organizer.api.patch(pathOf(webhook), widen),
    ]);
    // Whichever came first: the two never stand together.
    expect(limited.status).toBe(200);
    expect([200, 400]).toContain(widened.status);
    expect(await read(webhook)).toMatchObject(limit);
  });

  it('keeps what matching reads in step with every change', async () => {
    const all = await organizer.createWebhook({ target_url });
    const some = await organizer.createWebhook({ target_url, limit_events: ['democon'] });
    const none = await organizer.createWebhook({ target_url, all_events: false });
    const off = await organizer.createWebhook({ target_url, enabled: false });
    expect(await owedTo(placed, 'democon')).toEqual([all.id, some.id]);
    expect(await owedTo(placed, 'dummy')).toEqual([all.id]);
    // What has no event, or ignores limits, reaches every enabled one.
    expect(await owedTo(placed, null)).toEqual([all.id, some.id, none.id]);
    expect(await owedTo('pretix.event.order.paid', 'democon')).toEqual([]);

    await organizer.api.patch(pathOf(all), { all_events: false });
    await organizer.api.patch(pathOf(some), { limit_events: ['dummy'] });
    await organizer.api.patch(pathOf(none), { all_events: true, action_types: [placed] });
    await organizer.api.patch(pathOf(off), { enabled: true });
    expect(await owedTo(placed, 'democon')).toEqual([none.id, off.id]);
    expect(await owedTo(placed, 'dummy')).toEqual([some.id, none.id, off.id]);

    await organizer.api.patch(pathOf(some), { limit_events: [], all_events: true });
    await organizer.api.patch(pathOf(none), { action_types: ['pretix.event.order.paid'] });
    await organizer.api.delete(pathOf(off));
    expect(await owedTo(placed, 'democon')).toEqual([some.id]);
    expect(await owedTo('pretix.event.order.paid', 'democon')).toEqual([none.id]);
  });

  it('lets a stored type that is no longer registered stand while types are left alone', async () => {
    const webhook = await organizer.createWebhook({ target_url });
    await doorbell.query(`UPDATE webhooks SET action_types = '{gone.type}' WHERE id = $1`, [webhook.id]);
    const changed = await organizer.api.patch(pathOf(webhook), { comment: 'still there' });
    expect(changed).toMatchObject({
      status: 200,
      body: { action_types: ['gone.type'], comment: 'still there' },
    });
    const sent = await organizer.api.patch(pathOf(webhook), { action_types: ['gone.type'] });
    expect(sent.body).toEqual({ action_types: ['Invalid action type "gone.type".'] });
  });

  it('takes a deleted event out of limits, and never widens one to all events', async () => {
    const both = await organizer.createWebhook({ target_url, limit_events: ['democon', 'dummy'] });
    const single = await organizer.createWebhook({ target_url, limit_events: ['democon'] });
    const untouched = await organizer.createWebhook({ target_url, limit_events: ['dummy'] });
    expect((await organizer.api.delete(`${organizer.path}/events/democon/`)).status).toBe(204);
    expect(await read(both)).toEqual({ ...both, limit_events: ['dummy'] });
    expect(await read(single)).toEqual({ ...single, all_events: false, limit_events: [] });
    expect(await read(untouched)).toEqual(untouched);
    expect(await owedTo(placed, 'dummy')).toEqual([both.id, untouched.id]);
    expect((await audited(both))[0]).toEqual({
      by: 'system',
      action: 'pretix.webhook.changed',
      changes: { limit_events: [['democon', 'dummy'], ['dummy']] },
    });
    // An event of the same name is another event.
    await organizer.createEvent('democon');
    expect(await owedTo(placed, 'democon')).toEqual([]);
  });

  it('never keeps an event that is deleted at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const slug = `brief-${round}`;
      await organizer.createEvent(slug);
      const [created, deleted] = await Promise.all([
        organizer.api.post<WebhookAnswer>(`${organizer.path}/webhooks/`, {
          target_url,
          all_events: false,
          limit_events: [slug],
          action_types: [],
        }),
        organizer.api.delete(`${organizer.path}/events/${slug}/`),
      ]);
      expect(deleted.status).toBe(204);
      expect([201, 400]).toContain(created.status);
    }
    // Those that came first have lost the event again, in their rows for matching too.
    const { body } = await organizer.api.get<{ results: readonly WebhookAnswer[] }>(
      `${organizer.path}/webhooks/`,
    );
    expect(
      body.results.filter(({ all_events, limit_events }) => all_events || limit_events.length > 0),
    ).toEqual([]);
    const rows = await doorbell.query(
      `SELECT e.* FROM webhook_events e JOIN webhooks w ON w.id = e.webhook_id WHERE w.organizer_id = $1`,
      [organizer.id],
    );
    expect(rows).toEqual([]);
  });

  it('holds an organizer that still has an enabled webhook', async () => {
    const webhook = await organizer.createWebhook({ target_url });
    const refused = await doorbell.admin.delete(organizer.path);
    expect(refused).toMatchObject({
      status: 409,
      body: { detail: 'This organizer still has an enabled webhook.' },
    });
    expect(await read(webhook)).toEqual(webhook);
    await organizer.api.delete(pathOf(webhook));
    expect((await doorbell.admin.delete(organizer.path)).status).toBe(204);
  });

  it('writes every change to the audit trail, field by field, URLs masked', async () => {
    const webhook = await organizer.createWebhook({ target_url, limit_events: ['democon'] });
    await organizer.api.patch(pathOf(webhook), { comment: 'new', enabled: true });
    await organizer.api.patch(pathOf(webhook), { comment: 'new' });
    await organizer.api.patch(pathOf(webhook), { target_url: target_url.replace('close', 'shut') });
    await organizer.api.delete(pathOf(webhook));
    await organizer.api.delete(pathOf(webhook));
    await organizer.api.delete(`${pathOf(webhook)}?permanent=true`);
    const changed = { by: 'token', action: 'pretix.webhook.changed' };
    expect(await audited(webhook)).toEqual([
      {
        by: 'token',
        action: 'pretix.webhook.deleted',
        changes: {
          enabled: [false, null],
          target_url: [masked, null],
          all_events: [false, null],
          limit_events: [['democon'], null],
          action_types: [[placed], null],
          comment: ['new', null],
        },
      },
      { ...changed, changes: { enabled: [true, false] } },
      { ...changed, changes: { target_url: [masked, masked] } },
      { ...changed, changes: { comment: [null, 'new'] } },
      {
        by: 'token',
        action: 'pretix.webhook.created',
        changes: {
          enabled: [null, true],
          target_url: [null, masked],
          all_events: [null, false],
          limit_events: [null, ['democon']],
          action_types: [null, [placed]],
        },
      },
    ]);
  });

  it('raises the generation with each disabling, and with nothing else', async () => {
    const webhook = await organizer.createWebhook({ target_url });
    const steps: readonly [object, number][] = [
      [{ comment: 'a' }, 1],
      [{ enabled: false }, 2],
      [{ enabled: false, comment: 'b' }, 2],
      [{ enabled: true }, 2],
      [{ enabled: true, target_url: 'https://example.org/' }, 2],
      [{ enabled: false }, 3],
    ];
    for (const [change, generation] of steps) {
      await organizer.api.patch(pathOf(webhook), change);
      expect([change, await generationOf(webhook)]).toEqual([change, generation]);
    }
  });

  describe('for delivery and the log', () => {
    it('finds webhooks with their URLs and limits; those of others are not found', async () => {
      const webhook = await organizer.createWebhook({ target_url, limit_events: ['dummy', 'democon'] });
      const target = {
        id: webhook.id,
        organizerId: organizer.id,
        enabled: true,
        generation: 1,
        droppedReason: null,
        url: target_url,
        slowUntil: null,
        limitEvents: ['democon', 'dummy'],
      };
      expect(await directory.load([webhook.id, 999_999_999])).toEqual(new Map([[webhook.id, target]]));
      expect(await directory.load([])).toEqual(new Map());
      expect(await directory.require(organizer.id, webhook.id)).toEqual(target);
      await expect(directory.require(organizer.id + 1, webhook.id)).rejects.toThrow(NotFound);
    });

    it('marks slow ones, waiting for nobody who is just changing one', async () => {
      const [idle, busy] = [
        await organizer.createWebhook({ target_url }),
        await organizer.createWebhook({ target_url }),
      ];
      const until = new Date(Date.now() + 600_000);
      await transactions.runApart(async (changing) => {
        await changing.query('SELECT FROM webhooks WHERE id = $1 FOR UPDATE', [busy.id]);
        await transactions.runApart(async (manager) =>
          directory.markSlow([idle.id, busy.id], until, manager),
        );
      });
      const targets = await directory.load([idle.id, busy.id]);
      expect(targets.get(idle.id)!.slowUntil).toEqual(until);
      expect(targets.get(busy.id)!.slowUntil).toBeNull();
    });

    it('disables what answered 410, if that was its URL, once', async () => {
      const webhook = await organizer.createWebhook({ target_url });
      const disableGone = async (url: string): Promise<boolean> =>
        transactions.run(async (manager) => directory.disableGone(webhook.id, url, manager));
      expect(await disableGone('https://example.com/former')).toBe(false);
      expect((await read(webhook)).enabled).toBe(true);
      expect(await disableGone(target_url)).toBe(true);
      expect(await disableGone(target_url)).toBe(false);
      expect(await directory.require(organizer.id, webhook.id)).toMatchObject({
        enabled: false,
        generation: 2,
        droppedReason: 'gone',
      });
      expect((await audited(webhook)).filter((entry) => 'by' in entry && entry.by === 'system')).toEqual([
        { by: systemPrincipal.type, action: 'pretix.webhook.changed', changes: { enabled: [true, false] } },
      ]);
    });
  });
});
