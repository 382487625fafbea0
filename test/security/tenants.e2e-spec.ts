import { type Permission, permissions } from '@app/access';
import { type Receiver, startReceiver } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { apiRoutesOf } from '../organizers/routes.js';
import { type ApiClient, type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';
import { documentedOperations, documentedPaths, fillPath } from './documented-operations.js';

// Thousands of requests, also on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

type Objects = Readonly<Record<string, string>>;

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
const missing = { status: 401, text: '{"detail":"Authentication credentials were not provided."}' };
const invalid = { status: 401, text: '{"detail":"Invalid token."}' };
const revoked = { status: 401, text: '{"detail":"Token inactive or deleted."}' };
const denied = { status: 403, text: '{"detail":"You do not have permission to perform this action."}' };

/** What only acmecorp may ever read, in any answer. */
const secrets = ['planted-comment', 'planted-path', 'planted-name', 'PLANTED', 'planted-key'];

let doorbell: Doorbell;
let receiver: Receiver;
let acme: TestOrganizer;
let other: TestOrganizer;
/** One of each thing that a path can name, and ids that nobody has. */
let objects: Objects;
let otherObjects: Objects;

beforeAll(async () => {
  [doorbell, receiver] = await Promise.all([startDoorbell(), startReceiver()]);
  acme = await doorbell.createOrganizer();
  other = await doorbell.createOrganizer({ slug: 'other', events: ['othercon'] });
  objects = await objectsOf(acme, 'democon');
  otherObjects = await objectsOf(other, 'othercon');
});
afterAll(async () => {
  await receiver.close();
  await doorbell.stop();
});

async function objectsOf(organizer: TestOrganizer, event: string): Promise<Objects> {
  const target_url = `${receiver.url}/planted-path`;
  const { id } = await organizer.createWebhook({ target_url, comment: 'planted-comment' });
  const { notification_id } = await organizer.record({
    event,
    code: 'PLANTED',
    idempotency_key: 'planted-key',
  });
  await doorbell.untilNothingIsOwed();
  const [call] = await organizer.calls(id);
  const fields = { name: 'planted-name', permissions: [] };
  const token = await organizer.api.post<{ id: number }>(`${organizer.path}/tokens/`, fields);
  const numbers = {
    id,
    notification: notification_id,
    call: call!.id,
    delivery: call!.delivery!,
    token: token.body.id,
  };
  const ids = Object.entries(numbers).map(([name, number]) => [name, String(number)]);
  return { organizer: organizer.slug, event, ...(Object.fromEntries(ids) as Objects) };
}

const absent = (): Objects => ({
  ...Object.fromEntries(Object.keys(objects).map((name) => [name, name === 'event' ? 'nothing' : '999999'])),
  organizer: 'acmecorp',
});

interface Outcome {
  readonly what: string;
  readonly status: number;
  readonly text: string;
}

/** Sends every method to the path; HEAD and OPTIONS have no body to tell. */
async function askAll(path: string, api: ApiClient, ids: Objects): Promise<readonly Outcome[]> {
  const filled = fillPath(path, (name) => ids[name]!);
  const outcomes = methods.map(async (method) => {
    const hasBody = method !== 'GET' && method !== 'HEAD';
    const { status, text } = await api.send(method, filled, hasBody ? { body: {} } : {});
    return { what: `${method} ${path}`, status, text };
  });
  return Promise.all(outcomes);
}

/** What was not answered so, byte for byte. */
function others(outcomes: readonly Outcome[], expected: Omit<Outcome, 'what'>): readonly Outcome[] {
  return outcomes.filter(({ what, status, text }) => {
    const body = what.startsWith('HEAD ') ? '' : expected.text;
    return status !== expected.status || text !== body;
  });
}

const apiPaths = documentedPaths.filter((path) => path.startsWith('/api/'));
const organizerPaths = apiPaths.filter((path) => path.includes('{organizer}'));

/** Every API path, with ids that exist and with ids that do not. */
async function walk(api: ApiClient, paths: readonly string[]): Promise<readonly Outcome[]> {
  const outcomes = [];
  for (const path of paths) {
    for (const ids of [objects, absent(), { ...objects, organizer: 'unknown' }])
      outcomes.push(...(await askAll(path, api, ids)));
  }
  return outcomes;
}

async function tokenThat(fields: object): Promise<{ readonly id: number; readonly token: string }> {
  const body = { name: 'walker', permissions, ...fields };
  return (await acme.api.post<{ id: number; token: string }>(`${acme.path}/tokens/`, body)).body;
}

describe('Every path of openapi.json, by every method, with ids that exist and that do not', () => {
  it('is 401 without credentials', async () => {
    expect(apiPaths.length).toBeGreaterThan(20);
    expect(others(await walk(doorbell.anonymous, apiPaths), missing)).toEqual([]);
  });

  it('is 401 with a revoked token, and another 401 with an expired one', async () => {
    const gone = await tokenThat({});
    await acme.api.delete(`${acme.path}/tokens/${gone.id}/`);
    expect(others(await walk(doorbell.client(gone.token), apiPaths), revoked)).toEqual([]);
    const expires = new Date(doorbell.clock.now().getTime() + 60_000);
    const { token } = await tokenThat({ expires });
    doorbell.clock.advance(60_000);
    expect(others(await walk(doorbell.client(token), apiPaths), invalid)).toEqual([]);
  });

  it("is 403 with another organizer's token, which may do everything there", async () => {
    expect(others(await walk(other.api, organizerPaths), denied)).toEqual([]);
  });

  it('is 403 without the one permission that it needs, whatever else the token may', async () => {
    const needed = new Map(
      apiRoutesOf(doorbell.app).map(({ method, path, permission }) => [
        `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`,
        permission,
      ]),
    );
    const operations = documentedOperations.filter(({ path }) => path.includes('{organizer}'));
    const tokens = new Map<string | undefined, ApiClient>();
    for (const without of permissions)
      tokens.set(
        without,
        doorbell.client(
          (await tokenThat({ permissions: permissions.filter((one) => one !== without) })).token,
        ),
      );
    const faults = [];
    for (const { method, path } of operations) {
      const permission = needed.get(`${method} ${path}`) as Permission | 'admin';
      const api = permission === 'admin' ? acme.api : tokens.get(permission)!;
      for (const ids of [objects, absent()]) {
        const filled = fillPath(path, (name) => ids[name]!);
        const { status, text } = await api.send(method, filled, method === 'GET' ? {} : { body: {} });
        if (status !== denied.status || text !== denied.text)
          faults.push([method, filled, permission, status, text]);
      }
    }
    expect(faults).toEqual([]);
    expect([...needed.values()].filter((permission) => permission === undefined)).toEqual([]);
  });

  it("tells nobody which ids are another organizer's: they are answered like ids that nobody has", async () => {
    const faults = [];
    for (const path of organizerPaths.filter((path) => /\{(?!organizer\})/.test(path))) {
      const foreign = await askAll(path, acme.api, { ...otherObjects, organizer: 'acmecorp' });
      const nobodys = await askAll(path, acme.api, absent());
      faults.push(
        ...foreign.filter(
          ({ status, text }, index) => status !== nobodys[index]!.status || text !== nobodys[index]!.text,
        ),
      );
    }
    expect(faults).toEqual([]);
  });

  it("finds nothing of another organizer by any parameter of a list, and nobody's idempotency key", async () => {
    const asked: Objects = { ...otherObjects, webhook: otherObjects['id']! };
    const faults = [];
    for (const { method, path, parameters } of documentedOperations.filter(({ id }) =>
      id.startsWith('list'),
    )) {
      for (const { name } of parameters.filter(
        (parameter) => parameter.in === 'query' && parameter.name in asked,
      )) {
        const list = async (value: string) =>
          acme.api.send<{ results: readonly unknown[] }>(
            method,
            `${fillPath(path, (part) => objects[part]!)}?${name}=${value}`,
          );
        const foreign = await list(asked[name]!);
        const nobodys = await list(name === 'event' ? 'nothing' : '999999');
        if (foreign.text !== nobodys.text) faults.push([path, name, foreign.text]);
      }
    }
    expect(faults).toEqual([]);
    const key = { 'x-idempotency-key': 'of other' };
    await other.api.post(`${other.path}/tokens/`, { name: 'planted-name', permissions: [] }, key);
    const { status, body } = await acme.api.get('/api/v1/idempotency_query?key=of%20other');
    expect([status, body]).toEqual([404, { detail: 'Idempotency key not seen before.' }]);
  });

  it('says nothing of acmecorp to others, in any answer', async () => {
    const elsewhere = documentedPaths.filter((path) => !path.includes('{'));
    const everything = [
      ...(await walk(other.api, elsewhere)),
      ...(await walk(doorbell.anonymous, elsewhere)),
    ];
    const leaks = everything.filter(
      ({ text }) => secrets.some((secret) => text.includes(secret)) || text.includes('acmecorp'),
    );
    expect(leaks).toEqual([]);
  });
});
