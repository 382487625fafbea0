import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type ActionType, sampleBodyOf } from '@app/action-types';
import { callErrorCodes, type CallResult, UndiciEgress } from '@app/http-egress';
import { PretixActions } from '@app/pretix-actions';
import { freePort, type ReceivedRequest, startReceiver } from '@app/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { parse } from 'yaml';
import { settingDefinitions } from '../../src/config/setting-definitions.js';
import { createDatabase, queryOnce } from '../setup/test-database.js';
import { blockOf, codeBlocks, readDocument } from './code-blocks.js';

const run = promisify(execFile);
const document = await readDocument('docs/receiving.md');
const blocks = codeBlocks(document);
const sample =
  '{"notification_id":4711,"organizer":"acmecorp","event":"democon","code":"ABC23","action":"pretix.event.order.placed"}';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'doorbell-docs-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** Writes a block's file as its reader would. */
async function write(file: string): Promise<string> {
  const path = join(directory, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, blockOf(blocks, file).code);
  return path;
}

function egress(): UndiciEgress {
  return new UndiciEgress({
    requestTimeoutMs: 5_000,
    responseBodyLimit: 1_000,
    allowedTargets: ['127.0.0.0/8'],
    blockedPorts: [],
    requireHttps: false,
    userAgent: 'Doorbell/0.1.0',
  });
}

async function call(url: string, body = sample): Promise<CallResult> {
  const client = egress();
  try {
    return await client.call({ url, body });
  } finally {
    await client.close();
  }
}

describe('What docs/receiving.md says', () => {
  it('shows the request as it leaves', async () => {
    const receiver = await startReceiver({ answer: 204 });
    await call(`http://doorbell:s3cret@127.0.0.1:${receiver.port}/doorbell`);
    const [{ head, body }] = (await receiver.waitFor(1)) as [ReceivedRequest];
    const shown = `${head}\n\n${body}`
      .replace(/^host: .*$/m, 'host: shop.example.com')
      .replace(/^connection: .*\n/m, '');
    await receiver.close();
    expect(blocks.find(({ language }) => language === 'http')!.code.trimEnd()).toBe(shown);
  });

  it('shows bodies with the keys of their action types, in order', () => {
    const bodies = [...document.matchAll(/\{"notification_id":[^}]*\}/g)].map(([text]) => text);
    expect(bodies).toHaveLength(4);
    const types: readonly ActionType[] = new PretixActions().actionTypes;
    for (const body of bodies) {
      const type = types.find(({ sampleAction }) => body.includes(`"action":"${sampleAction}"`))!;
      const expected = sampleBodyOf(type, { organizer: 'acmecorp', event: 'democon' });
      expect(body.replace(/:\d+/, ':0')).toBe(expected);
    }
  });

  it('lists the waits of the schedule', () => {
    const [waits] = /^\| after \|.*$/m.exec(document)!;
    const units: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600 };
    const seconds = [...waits.matchAll(/(\d+) (s|min|h) /g)].map(
      ([, count, unit]) => Number(count) * units[unit!]!,
    );
    expect(seconds).toEqual(settingDefinitions.retrySchedule.fallback);
  });

  it('names the time limit', () => {
    expect(document).toContain(`within ${settingDefinitions.requestTimeoutMs.fallback / 1000} seconds`);
  });

  it('explains every error code of a call once', () => {
    const rows = document.slice(document.indexOf('| code | look at |'));
    const codes = [...rows.matchAll(/^\| (`[a-z_`, ]+`) \|/gm)].flatMap(([, cell]) =>
      cell!.match(/[a-z_]+/g)!,
    );
    expect(codes.toSorted()).toEqual([...callErrorCodes].sort());
  });
});

describe('The PHP receiver of docs/receiving.md', () => {
  let port: number;
  let inbox: string;
  let stop: () => Promise<void>;
  const url = (login: string): string => `http://${login}@127.0.0.1:${port}/receive.php`;

  beforeEach(async () => {
    const script = await write('receive.php');
    inbox = await mkdtemp(join(directory, 'inbox-'));
    port = await freePort();
    const server = spawn('php', ['-S', `127.0.0.1:${port}`, '-t', dirname(script)], {
      env: { ...process.env, WEBHOOK_LOGIN: 'doorbell:s3:cr@t', WEBHOOK_INBOX: inbox },
      stdio: 'ignore',
    });
    stop = async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill();
      await ended;
    };
    await vi.waitFor(
      async () => {
        const { error, returnCode } = await call(url('nobody:x'));
        if (returnCode === 0) throw new Error(error?.message);
      },
      { timeout: 5_000 },
    );
  });
  afterEach(() => stop());

  it('keeps a notification once and answers 204, also to the duplicate', async () => {
    expect(await call(url('doorbell:s3%3Acr%40t'))).toMatchObject({ returnCode: 204, success: true });
    expect(await call(url('doorbell:s3%3Acr%40t'))).toMatchObject({ returnCode: 204, success: true });
    expect(await readdir(inbox)).toEqual(['4711.json']);
    expect(await readFile(join(inbox, '4711.json'), 'utf8')).toBe(sample);
  });

  it('lets nobody else in', async () => {
    for (const login of ['doorbell:wrong', 'other:s3%3Acr%40t', ':']) {
      expect((await call(url(login))).returnCode).toBe(401);
    }
    expect(await readdir(inbox)).toEqual([]);
  });

  it('answers 400 to what is no notification', async () => {
    expect((await call(url('doorbell:s3%3Acr%40t'), '{"notification_id":"../x"}')).returnCode).toBe(400);
    expect((await call(url('doorbell:s3%3Acr%40t'), '[')).returnCode).toBe(400);
  });

  it('answers 500 when it cannot keep it, so that it comes again', async () => {
    await rm(inbox, { recursive: true });
    await writeFile(inbox, 'no directory');
    expect((await call(url('doorbell:s3%3Acr%40t'))).returnCode).toBe(500);
  });
});

describe('The other receivers of docs/receiving.md', () => {
  it.each(['receive.php', 'src/Controller/DoorbellController.php'])('%s is PHP', async (file) => {
    expect((await run('php', ['-l', await write(file)])).stdout).toContain('No syntax errors');
  });

  it.each(['doorbell/models.py', 'doorbell/views.py'])('%s is Python', async (file) => {
    const path = await write(file);
    expect((await run('python3', ['-m', 'py_compile', path])).stderr).toBe('');
  });

  it('receiver.mjs is JavaScript', async () => {
    const path = await write('receiver.mjs');
    expect((await run(process.execPath, ['--check', path])).stderr).toBe('');
  });

  it.each([
    'db/migrate/20260101000000_create_received_notifications.rb',
    'app/controllers/doorbell_controller.rb',
  ])('%s ends what it begins', (file) => {
    const lines = blockOf(blocks, file).code.split('\n');
    const begun = lines.filter((line) => /^\s*(class|def) | do \|\w+\|$/.test(line));
    const ended = lines.filter((line) => line.trim() === 'end');
    expect(begun.length).toBeGreaterThan(1);
    expect(ended).toHaveLength(begun.length);
  });

  it('the inbox of Express and Symfony keeps a notification once', async () => {
    const database = await createDatabase(inject('servers').postgresUrl);
    await queryOnce(database.url, blocks.find(({ language }) => language === 'sql')!.code, []);
    const statements = blocks.flatMap(({ code }) => code.match(/INSERT INTO inbox [^']*/g) ?? []);
    expect(statements).toHaveLength(2);
    for (const statement of statements) {
      await queryOnce(database.url, statement.replace('?, ?', '$1, $2'), [4711, sample]);
    }
    const rows = await queryOnce<{ body: object }>(database.url, 'SELECT body FROM inbox', []);
    await database.drop();
    expect(rows).toEqual([{ body: JSON.parse(sample) }]);
  });

  it('every shell block is shell, every YAML block is YAML, and no block goes unchecked', async () => {
    for (const { code } of blocks.filter(({ language }) => language === 'sh'))
      await run('bash', ['-n', '-c', code]);
    const [security] = blocks.filter(({ language }) => language === 'yaml');
    expect(parse(security!.code)).toEqual({
      security: { firewalls: { doorbell: { pattern: '^/doorbell$', security: false } } },
    });
    const languages = new Set(blocks.map(({ language }) => language));
    expect([...languages].sort()).toEqual(['http', 'js', 'php', 'python', 'ruby', 'sh', 'sql', 'yaml']);
  });
});
