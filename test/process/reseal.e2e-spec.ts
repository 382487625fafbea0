import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Receiver, startReceiver } from '@app/testing';
import { DataSource } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SealedColumnRepository } from '../../src/boot/reseal/sealed-column.repository.js';
import { sealedColumns } from '../../src/boot/reseal/sealed-columns.js';
import { databaseOptions } from '../../src/config/database-options.js';
import { type ApiClient, expected, TestOrganizer, type WebhookAnswer } from '../setup/doorbell.js';
import { createOrganizerAs, ProcessGround } from './process-ground.js';

const command = fileURLToPath(new URL('../../dist/src/reseal.js', import.meta.url));
const former = `former:${Buffer.alloc(32, 7).toString('base64')}`;
const fresh = `fresh:${Buffer.alloc(32, 8).toString('base64')}`;
const otherFresh = `fresh:${Buffer.alloc(32, 9).toString('base64')}`;
const key = (ring: string) => ({ DOORBELL_SECRET_KEY: ring });
const hashes = [
  'recording_keys.content_hash',
  'sessions.hash',
  'sign_in_links.hash',
  'texts.digest',
  'tokens.hash',
];

interface Ended {
  readonly code: number;
  readonly lines: readonly string[];
  readonly errors: string;
}

let ground: ProcessGround;
let receiver: Receiver;
beforeEach(async () => {
  [ground, receiver] = await Promise.all([ProcessGround.prepare('in-process'), startReceiver()]);
});
afterEach(async () => {
  await ground.clear();
  await receiver.close();
});

/** The command, to its end. */
async function reseal(ring: string): Promise<Ended> {
  const env = { PATH: process.env['PATH'], ...ground.environment, ...key(ring) };
  return new Promise((resolve) => {
    execFile(process.execPath, [command], { env }, (error, output, errors) => {
      const code = error ? Number(error.code) : 0;
      resolve({ code, lines: output.split('\n').filter(Boolean), errors });
    });
  });
}

const query = async <Row extends object>(sql: string, parameters?: readonly unknown[]) =>
  ground.ground.query<Row>(sql, parameters);

/** All of the webhooks and of the audit trail, but what is sealed. */
const unsealed = async (): Promise<readonly object[]> => [
  ...(await query(`SELECT to_jsonb(w) - 'target_url' AS row FROM webhooks w ORDER BY id`)),
  ...(await query(`SELECT to_jsonb(a) AS row FROM audit_entries a ORDER BY id`)),
];

const copies = 450;

/** A webhook with a secret in its URL, many of the same that are disabled, and a kept answer. */
async function furnish(admin: ApiClient): Promise<WebhookAnswer> {
  const organizer = await createOrganizerAs(admin);
  const target_url = `${receiver.url.replace('http://', 'http://user:sesame-open@')}hook`;
  const webhook = await organizer.createWebhook({ target_url });
  await query(
    `INSERT INTO webhooks (organizer_id, enabled, target_url, limit_events, action_types, created)
     SELECT organizer_id, false, target_url, limit_events, action_types, created
     FROM webhooks, generate_series(1, ${copies}) WHERE id = $1`,
    [webhook.id],
  );
  return webhook;
}

const keyed = { 'x-idempotency-key': 'once' };
const orderPlaced = { action: 'pretix.event.order.placed', event: 'democon', code: 'A1' };
const recordOnce = async ({ api, path }: TestOrganizer) =>
  api.post(`${path}/notifications/`, orderPlaced, keyed);
const throughAdmin = (admin: ApiClient): TestOrganizer => new TestOrganizer(1, 'acmecorp', admin);

describe('npm run reseal', () => {
  it('rotates keys while everything runs: then the new key alone reads all, and nothing else has changed.', async () => {
    const first = await ground.start(key(`${former},${fresh}`));
    const webhook = await furnish(first.admin);
    const kept = await recordOnce(throughAdmin(first.admin));
    expect(kept.status).toBe(201);
    await receiver.waitFor(1);
    await first.process.stop();

    const ring = `${fresh},${former}`;
    const second = await ground.start(key(ring));
    const organizer = throughAdmin(second.admin);
    const before = await unsealed();
    const end = new AbortController();
    let recorded = 1;
    const recording = (async () => {
      for (; !end.signal.aborted; recorded += 1) await organizer.record();
    })();
    const ended = await reseal(ring);
    end.abort();
    await recording;
    expect(ended).toEqual({
      code: 0,
      lines: [
        `webhooks.target_url: ${copies + 1} read, ${copies + 1} sealed anew with key "fresh".`,
        'idempotency_keys.answer: 1 read, 1 sealed anew with key "fresh".',
        '0 are left under key "former": it can be taken out of DOORBELL_SECRET_KEY.',
      ],
      errors: '',
    });
    expect(await unsealed()).toEqual(before);
    expect((await reseal(ring)).lines.slice(0, 2)).toEqual([
      `webhooks.target_url: ${copies + 1} read, 0 sealed anew with key "fresh".`,
      'idempotency_keys.answer: 1 read, 0 sealed anew with key "fresh".',
    ]);
    await receiver.waitFor(recorded);
    await second.process.stop();

    const third = await ground.start(key(fresh));
    const again = throughAdmin(third.admin);
    expect(expected(200, await again.api.get(`${again.path}/webhooks/${webhook.id}/`))).toEqual(webhook);
    expect((await recordOnce(again)).text).toBe(kept.text);
    await again.record();
    await receiver.waitFor(recorded + 1);
    expect(receiver.requests.at(-1)!.headers['authorization']).toMatch(/^Basic /);
  }, 120_000);

  it('names what it cannot read, seals the rest, and ends with 1', async () => {
    const { process: running, admin } = await ground.start(key(former));
    const { id } = await furnish(admin);
    await running.stop();
    await query(String.raw`UPDATE webhooks SET target_url = '\x01046c6f7374' WHERE id = $1`, [id]);
    expect(await reseal(`${fresh},${former}`)).toEqual({
      code: 1,
      lines: [
        `webhooks.target_url id=${id}: No key "lost" in DOORBELL_SECRET_KEY opens this secret.`,
        `webhooks.target_url: ${copies + 1} read, ${copies} sealed anew with key "fresh".`,
        'idempotency_keys.answer: 0 read, 0 sealed anew with key "fresh".',
        '1 could not be read: put their key back, or replace them.',
        '0 are left under key "former": it can be taken out of DOORBELL_SECRET_KEY.',
        '1 are left under key "lost": it is still needed.',
      ],
      errors: '',
    });
    // A key under an id that another had is no rotation: nothing can be read.
    const mistaken = await reseal(`${otherFresh},${former}`);
    expect(mistaken.code).toBe(1);
    expect(mistaken.lines).toContain(`${copies + 1} could not be read: put their key back, or replace them.`);
  }, 120_000);

  it('overwrites neither what was changed meanwhile nor what is just being changed', async () => {
    const { process: running, admin } = await ground.start(key(former));
    await furnish(admin);
    await running.stop();
    const options = databaseOptions({ databaseUrl: ground.ground.databaseUrl, role: 'all' });
    const dataSource = await new DataSource(options).initialize();
    try {
      const repository = new SealedColumnRepository(sealedColumns[0]!, dataSource.manager);
      const rows = await repository.page(undefined, 3);
      const [changed, busy, idle] = rows.map((row) => ({ ...row, fresh: Buffer.from('fresh') }));
      await query(`UPDATE webhooks SET target_url = 'changed' WHERE id = $1`, [changed!.key[0]]);
      await dataSource.transaction(async (manager) => {
        await manager.query(`UPDATE webhooks SET comment = 'busy' WHERE id = $1`, [busy!.key[0]]);
        expect(await repository.replace([changed!, busy!, idle!])).toBe(1);
      });
      const now = (await repository.page(undefined, 3)).map(({ sealed }) => sealed);
      expect(now).toEqual([Buffer.from('changed'), busy!.sealed, Buffer.from('fresh')]);
    } finally {
      await dataSource.destroy();
    }
  }, 60_000);

  it('knows of every column that holds bytes, but those of hashes', async () => {
    await (await ground.start(key(former))).process.stop();
    const columns = await query<{ name: string }>(
      `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
       WHERE table_schema = 'public' AND data_type = 'bytea'`,
    );
    const sealed = sealedColumns.map(({ table, column }) => `${table}.${column}`);
    expect(columns.map(({ name }) => name).toSorted()).toEqual([...sealed, ...hashes].toSorted());
  }, 60_000);
});
