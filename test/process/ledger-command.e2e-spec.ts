import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type Receiver, startReceiver } from '@app/testing';
import { DataSource } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lookingOptions } from '../../src/config/database-options.js';
import { LedgerAuditor } from '../../src/delivery/ledger/ledger-auditor.service.js';
import { type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';
import { DoorbellProcess } from './doorbell-process.js';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const entry = fileURLToPath(new URL('../../dist/src/ledger.js', import.meta.url));

interface Answer {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** The built command, with nothing of this process's environment but PATH. */
async function run(
  environment: Readonly<Record<string, string>>,
  ...parameters: readonly string[]
): Promise<Answer> {
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment };
  const child = spawn(process.execPath, [entry, ...parameters], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = once(child, 'close');
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await closed;
  return { code: code as number | null, output, errors };
}

const json = ({ output }: Answer): unknown => JSON.parse(output);

describe('npm run ledger', () => {
  let doorbell: Doorbell;
  let receiver: Receiver;
  let organizer: TestOrganizer;
  let environment: Readonly<Record<string, string>>;

  beforeEach(async () => {
    [doorbell, receiver] = await Promise.all([startDoorbell(), startReceiver()]);
    await doorbell.app.get(LedgerAuditor, { strict: false }).stop();
    organizer = await doorbell.createOrganizer();
    environment = {
      DATABASE_URL: doorbell.databaseUrl,
      DOORBELL_ADMIN_TOKEN: 'test-admin-token-0123456789abcdef',
      DOORBELL_SECRET_KEY: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    };
  });
  afterEach(async () => {
    await doorbell.stop();
    await receiver.close();
  });

  /** One of each: succeeded, waiting, dropped as gone, and of a webhook that is deleted. */
  async function recordSome(): Promise<void> {
    receiver.answer = ({ url }) => ({ '/well': 200, '/ill': 500, '/gone': 410 })[url] ?? 500;
    for (const path of ['well', 'ill', 'gone']) {
      await organizer.createWebhook({ target_url: `${receiver.url}${path}` });
    }
    const { id } = await organizer.createWebhook({ target_url: `${receiver.url}deleted` });
    await organizer.record();
    await doorbell.untilAllWait();
    await doorbell.query('DELETE FROM owed WHERE webhook_id = $1', [id]);
    await doorbell.query('DELETE FROM webhooks WHERE id = $1', [id]);
  }

  it('51. prints what has become of all that was owed, of one organizer or of all, and ends with 0.', async () => {
    const other = await doorbell.createOrganizer();
    await other.record();
    await recordSome();
    const before = await doorbell.query('SELECT * FROM ledger_walks ORDER BY name');
    const own = await run(environment, '--since', '1h', '--organizer', organizer.slug, '--json');
    expect(own).toMatchObject({ code: 0, errors: '' });
    expect(json(own)).toMatchObject({
      organizer: organizer.slug,
      notifications: 1,
      deliveries: 4,
      waiting: 1,
      queued: 0,
      in_flight: 0,
      succeeded: 1,
      exhausted: 0,
      dropped: { gone: 1, webhook_deleted: 1, webhook_disabled: 0, dropped: 0 },
      unaccounted: 0,
      examples: [],
    });
    const all = await run(environment, '--since', '40d');
    expect(all).toMatchObject({ code: 0, errors: '' });
    expect(all.output).toMatch(/^Recorded by all organizers from /);
    expect(all.output).toContain('DOORBELL_LOG_RETENTION_DAYS');
    expect(all.output).toMatch(/^Notifications recorded +2$/m);
    expect(all.output).toMatch(/^ {2}unaccounted for +0$/m);
    const earlier = await run(environment, '--since', '2h', '--until', '1h', '--json');
    expect(json(earlier)).toMatchObject({ notifications: 0, deliveries: 0 });
    expect(await doorbell.query('SELECT * FROM ledger_walks ORDER BY name')).toEqual(before);
    expect(await doorbell.query('SELECT * FROM processes')).toHaveLength(1);
  });

  it('51. asks over connections that cannot write.', async () => {
    const dataSource = await new DataSource(lookingOptions(doorbell.databaseUrl)).initialize();
    try {
      const writing = dataSource.query('UPDATE ledger_walks SET found = 1');
      await expect(writing).rejects.toThrow('cannot execute UPDATE in a read-only transaction');
    } finally {
      await dataSource.destroy();
    }
  });

  it('51. names what is unaccounted for, and ends with 1; what it finds is left as it is.', async () => {
    await recordSome();
    await organizer.record({ code: 'TWICE' });
    await doorbell.untilAllWait();
    const [lost, twice] = (await doorbell.query<{ id: string }>('SELECT id FROM owed ORDER BY id')) as [
      { id: string },
      { id: string },
    ];
    await doorbell.query(
      `INSERT INTO ended SELECT (jsonb_populate_record(e, jsonb_build_object('delivery_id', $1::bigint))).*
       FROM ended e LIMIT 1`,
      [twice.id],
    );
    await doorbell.query('DELETE FROM owed WHERE id = $1', [lost.id]);
    const found = await run(environment, '--since', '1h', '--json');
    expect(found).toMatchObject({ code: 1, errors: '' });
    expect(json(found)).toMatchObject({
      unaccounted: 2,
      examples: [
        { id: Number(lost.id), organizer: organizer.slug, states: [] },
        { id: Number(twice.id), organizer: organizer.slug, states: ['waiting', 'gone'] },
      ],
    });
    const shown = await run(environment, '--since', '1h');
    expect(shown.code).toBe(1);
    expect(shown.output).toContain(`delivery ${lost.id} of notification `);
    expect(shown.output).toContain('neither owed nor ended');
    expect(await doorbell.query('SELECT id FROM owed')).toHaveLength(1);
    await doorbell.query('UPDATE owed SET lease_id = 999999');
    await doorbell.query('DELETE FROM ended WHERE delivery_id = $1', [twice.id]);
    const stranded = await run(environment, '--since', '1h');
    expect(stranded.output).toContain('under a lease that is gone');
  });

  it('51. says what is wrong with a command line, and ends with 2; with 3 when there is nobody to ask.', async () => {
    expect(await run(environment, '--help')).toMatchObject({ code: 0, errors: '' });
    const wrong = [
      [],
      ['--since', 'soon'],
      ['--since', '1h', '--until', '2h'],
      ['--since', '1h', '--organizer', 'x'],
    ];
    for (const parameters of wrong) {
      const { code, output, errors } = await run(environment, ...parameters);
      expect([parameters, code, output]).toEqual([parameters, 2, '']);
      expect(errors).toContain('npm run ledger -- --since');
    }
    const away = { ...environment, DATABASE_URL: 'postgres://doorbell@127.0.0.1:9/doorbell' };
    expect(await run(away, '--since', '1h')).toMatchObject({ code: 3, output: '' });
  });
});

describe('npm run ledger beside an embedded Doorbell', () => {
  it('51. asks its database while it runs, and says what to do while it does not.', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'doorbell data '));
    const environment = { DOORBELL_DATA_DIR: directory };
    try {
      const running = DoorbellProcess.start(environment);
      try {
        await running.listening();
        const asked = await run(environment, '--since', '1d', '--json');
        expect(asked).toMatchObject({ code: 0, errors: '' });
        expect(json(asked)).toMatchObject({ notifications: 0, deliveries: 0, unaccounted: 0 });
      } finally {
        await running.stop();
      }
      const { code, errors } = await run(environment, '--since', '1d');
      expect(code).toBe(3);
      expect(errors).toContain(`No Doorbell runs on ${directory}`);
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
