import { freePort, type Receiver, startReceiver } from '@app/testing';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { DoorbellProcess } from '../process/doorbell-process.js';
import { type ApiAnswer, ApiClient, expected } from '../setup/doorbell.js';
import { createDatabase, type TestDatabase } from '../setup/test-database.js';
import { plantPeople } from './planted-people.js';
import { PlantedSecret, plantedCredentials } from './planted-secrets.js';
import { databaseAsText, redisAsText, titleOf } from './written-down.js';

// Whole processes, also on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const [user, password] = ['planteduser', 'planted/p@ss:word'];
const key = Buffer.from('planted secret key of 32 bytes !');
const queryValue = 'plantedqueryvalue';
const adminToken = 'planted-admin-token-of-32-characters';
const secrets: PlantedSecret[] = [
  ...plantedCredentials(user, password),
  new PlantedSecret('query value of a URL', queryValue),
  new PlantedSecret('DOORBELL_ADMIN_TOKEN', adminToken),
  new PlantedSecret('DOORBELL_SECRET_KEY', key.toString('latin1')),
  new PlantedSecret('password of DATABASE_URL', 'planteddatabasepassword'),
  new PlantedSecret('password of REDIS_URL', 'plantedredispassword'),
  new PlantedSecret('a guessed token', 'planted-guess'),
  new PlantedSecret('password of DOORBELL_EGRESS_PROXY', 'plantedproxypassword'),
];
const egressProxy = 'http://proxy:plantedproxypassword@127.0.0.1:1';
const credentials = `${user}:${encodeURIComponent(password)}@`;

/** What was written, by where. */
const written = new Map<string, string>();
const note = (place: string, text: string): void =>
  void written.set(place, `${written.get(place) ?? ''}\n${text}`);

let database: TestDatabase;
let echo: Receiver;
let admin: ApiClient;
let environment: Readonly<Record<string, string>>;
const processes: DoorbellProcess[] = [];

async function start(settings: Readonly<Record<string, string>>): Promise<DoorbellProcess> {
  const doorbell = DoorbellProcess.start({ ...environment, ...settings });
  processes.push(doorbell);
  await doorbell.listening();
  return doorbell;
}

beforeAll(async () => {
  const { postgresUrl, redisUrl } = inject('servers');
  database = await createDatabase(postgresUrl);
  const databaseUrl = new URL(database.url);
  databaseUrl.password = 'planteddatabasepassword';
  const redis = new URL(`${redisUrl}${database.number}`);
  // A user without a password takes any.
  redis.username = 'default';
  redis.password = 'plantedredispassword';
  environment = {
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'debug',
    DATABASE_URL: databaseUrl.href,
    REDIS_URL: redis.href,
    DOORBELL_ADMIN_TOKEN: adminToken,
    DOORBELL_SECRET_KEY: `planted:${key.toString('base64')}`,
    DOORBELL_ALLOWED_TARGETS: '127.0.0.0/8',
    DOORBELL_REQUEST_TIMEOUT_MS: '1500',
    DOORBELL_RETRY_SCHEDULE: '1,300',
  };
  // It says back all that it was sent, in its headers and its body.
  echo = await startReceiver({
    answer: ({ url, headers, head, body }, response) => {
      response.writeHead(500, { 'x-echo': String(headers.authorization), 'x-path': url });
      response.end(`${head}\n${JSON.stringify(headers)}\n${body}`);
    },
  });
});
afterAll(async () => {
  await Promise.all(processes.map(async (doorbell) => doorbell.stop('SIGKILL')));
  await echo.close();
  await database.drop();
});

const organizer = '/api/v1/organizers/acmecorp';
const placed = 'pretix.event.order.placed';

/** An answer that refuses something is written down; one that shows a webhook to who may see it is not. */
function refused(answer: ApiAnswer<unknown>): void {
  expect(answer.status).toBeGreaterThanOrEqual(400);
  note('error answers', answer.text + JSON.stringify(answer.headers));
}

async function makeWebhooks(): Promise<readonly number[]> {
  const { port } = new URL(echo.url);
  const hosts = [
    `127.0.0.1:${port}`,
    `127.0.0.1:${await freePort()}`,
    'nowhere.invalid',
    '10.255.255.1',
    '[::]',
  ];
  const urls = [
    ...hosts.map((host) => `http://${credentials}${host}/hook?key=${queryValue}`),
    `https://${credentials}127.0.0.1:${port}/hook?${queryValue}`,
  ];
  const ids: number[] = [];
  for (const [index, target_url] of urls.entries()) {
    const fields = { target_url, all_events: true, limit_events: [], action_types: [placed] };
    const headers = { 'x-idempotency-key': `webhook ${index}` };
    const { id } = expected(201, await admin.post<{ id: number }>(`${organizer}/webhooks/`, fields, headers));
    ids.push(id);
  }
  return ids;
}

/** Everything a client can do wrong with a secret in its hand. */
async function makeMistakes(token: string): Promise<void> {
  const api = new ApiClient(processes[0]!.lines.find(({ code }) => code === 'listening')!.url!, token);
  const url = `http://${credentials}`;
  for (const target_url of [
    url,
    `${url}host name/`,
    `${url}h/${'x'.repeat(1_100)}`,
    `ftp://${credentials}h/`,
    [url],
    `${url}h/\0`,
  ])
    // Slugs and action types are quoted, in pretix's texts.
    refused(
      await api.post(`${organizer}/webhooks/`, {
        target_url,
        limit_events: url,
        action_types: [],
        all_events: url,
      }),
    );
  refused(await api.patch(`${organizer}/webhooks/1/`, { target_url: `${url}a b`, comment: 7 }));
  refused(await api.send('POST', `${organizer}/webhooks/`, { text: `{"target_url": "${url}` }));
  refused(
    await api.send('POST', `${organizer}/webhooks/`, {
      text: 'x',
      headers: { 'content-type': 'text/plain' },
    }),
  );
  refused(
    await api.post(`${organizer}/notifications/`, {
      action: placed,
      event: 'democon',
      code: 'A',
      idempotency_key: 'k'.repeat(191),
    }),
  );
  for (const path of [
    `/api/v1/${token}`,
    `/api/v1/nothing?token=${token}`,
    `/nothing/${token}`,
    `/api/%zz${token}`,
  ])
    refused(await api.get(path));
  refused(await new ApiClient(api['url'], 'planted-guess').get(`${organizer}/`));
  refused(await new ApiClient(api['url'], 'planted-guess another').get(`${organizer}/`));
  refused(await new ApiClient(api['url']).get(`${organizer}/?authorization=${token}`));
}

async function untilCalled(ids: readonly number[]): Promise<void> {
  for (const id of ids) {
    await vi.waitFor(
      async () => {
        const { body } = await admin.get<{ results: readonly { id: number }[] }>(
          `${organizer}/webhooks/${id}/calls/`,
        );
        expect(body.results.length).toBeGreaterThan(1);
      },
      { timeout: 60_000, interval: 250 },
    );
  }
}

/** The log as it is shown, with what was sent and answered. */
async function noteCalls(): Promise<void> {
  const { body } = await admin.get<{ results: readonly { id: number; webhook: number }[] }>(
    `${organizer}/calls/`,
  );
  for (const { id, webhook } of body.results)
    note('call log', (await admin.get(`${organizer}/webhooks/${webhook}/calls/${id}/`)).text);
  note('audit trail', (await admin.get(`${organizer}/auditlog/`)).text);
}

async function noteEverything(): Promise<void> {
  for (const [place, text] of await databaseAsText(database.url)) note(place, text);
  note('redis', await redisAsText(environment['REDIS_URL']!));
  for (const { pid } of processes) note('process title', titleOf(pid));
  for (const path of ['/health/live', '/health/ready', '/metrics']) {
    const answer = await admin.get(path);
    note(path, answer.text + JSON.stringify(answer.headers));
  }
}

/** Starts with settings that cannot work, and waits until it has said so. */
async function noteFailedStart(settings: Readonly<Record<string, string>>): Promise<void> {
  const doorbell = DoorbellProcess.start({ ...environment, ...settings });
  const until = Date.now() + 60_000;
  const isOver = doorbell.ended.then(() => true);
  const hasComplained = (): boolean => /"(error|warn|fatal)"|cannot|must/.test(doorbell.written);
  while (Date.now() < until && !hasComplained())
    if (await Promise.race([isOver, new Promise((resolve) => setTimeout(resolve, 100))])) break;
  await doorbell.stop('SIGKILL');
  expect(hasComplained()).toBe(true);
  note(`start with ${Object.keys(settings).join()}`, doorbell.written);
}

describe('A planted secret', () => {
  it('is in nothing that two processes write, whatever fails', async () => {
    // Calls of the worker arrive; the test call of the api process fails at a proxy that is not there.
    const api = await start({ DOORBELL_ROLE: 'api', DOORBELL_EGRESS_PROXY: egressProxy });
    await start({ DOORBELL_ROLE: 'worker' });
    admin = new ApiClient(await api.listening(), adminToken);
    expected(201, await admin.post('/api/v1/organizers/', { name: 'ACME', slug: 'acmecorp' }));
    expected(201, await admin.post(`${organizer}/events/`, { name: 'DemoCon', slug: 'democon' }));
    const fields = {
      name: 'shop',
      permissions: ['can_view_organizer', 'can_change_organizer_settings', 'can_send_notifications'],
    };
    const { token } = expected(
      201,
      await admin.post<{ token: string }>(`${organizer}/tokens/`, fields, { 'x-idempotency-key': 'token' }),
    );
    secrets.push(new PlantedSecret('a token', token));
    secrets.push(...(await plantPeople(api)));
    const ids = await makeWebhooks();
    expected(
      201,
      await admin.post(`${organizer}/notifications/`, { action: placed, event: 'democon', code: 'ABC23' }),
    );
    await makeMistakes(token);
    await admin.patch(`${organizer}/webhooks/${ids[1]}/`, {
      target_url: `http://${credentials}127.0.0.1:1/changed`,
    });
    await admin.post(`${organizer}/webhooks/${ids[0]}/test/`, { action_type: placed });
    await untilCalled(ids);
    await admin.delete(`${organizer}/webhooks/${ids[2]}/?permanent=true`);
    await noteCalls();
    await noteEverything();
    for (const doorbell of processes) {
      await doorbell.stop();
      note('logs', doorbell.written);
    }
    // What was looked through is what it is believed to be.
    expect(written.get('call log')).toContain('***');
    expect(written.get('logs')).toContain('"code":"call"');
    expect(written.get('redis')!.length).toBeGreaterThan(20);
    expect(echo.requests[0]!.headers['authorization']).toContain('Basic ');
    expect(secretsFound()).toEqual([]);
  });

  it('is in nothing that a start says that cannot work', async () => {
    const database = new URL(environment['DATABASE_URL']!);
    const port = String(await freePort());
    const at = (change: (url: URL) => void, url = database): string => {
      const changed = new URL(url);
      change(changed);
      return changed.href;
    };
    const redis = new URL(environment['REDIS_URL']!);
    await Promise.all([
      noteFailedStart({ DATABASE_URL: at((url) => (url.port = port)) }),
      noteFailedStart({ DATABASE_URL: at((url) => (url.pathname = '/nothing')), DOORBELL_ROLE: 'api' }),
      noteFailedStart({ REDIS_URL: at((url) => (url.port = port), redis), DOORBELL_ROLE: 'worker' }),
    ]);
    await Promise.all([
      noteFailedStart({ DOORBELL_EGRESS_PROXY: egressProxy.replace('http', 'ftp') }),
      noteFailedStart({ DATABASE_URL: `mysql://u:planteddatabasepassword@h/d` }),
      noteFailedStart({
        DOORBELL_SECRET_KEY: `planted:${key.toString('base64')},planted:${key.toString('base64')}`,
      }),
      noteFailedStart({
        DOORBELL_ADMIN_TOKEN: `${adminToken} ${adminToken}`,
        REDIS_URL: 'http://:plantedredispassword@h',
      }),
    ]);
    expect(secretsFound()).toEqual([]);
  });
});

/** Where a secret stands that should not, with its name. */
const secretsFound = (): readonly (readonly string[])[] =>
  [...written].flatMap(([place, text]) =>
    secrets.flatMap((secret) => {
      const where = secret.foundIn(text);
      return where === undefined ? [] : [[place, secret.name, where]];
    }),
  );
