import { type Permission, permissions } from '@app/access';
import { type Receiver, startReceiver } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';
import { apiRoutesOf, type Route } from './routes.js';

/** What stands in a path. */
type Parameters = Readonly<Record<string, string | number>>;

const denied = {
  status: 403,
  text: '{"detail":"You do not have permission to perform this action."}',
};
const answers = [200, 201, 202, 204, 400, 409];

let doorbell: Doorbell;
let receiver: Receiver;
let acme: TestOrganizer;
let other: TestOrganizer;
let acmeIds: Parameters;
let otherIds: Parameters;
let routes: readonly Route[];

beforeAll(async () => {
  [doorbell, receiver] = await Promise.all([startDoorbell(), startReceiver()]);
  acme = await doorbell.createOrganizer();
  other = await doorbell.createOrganizer({ slug: 'other', events: ['othercon'] });
  acmeIds = await idsOf(acme, 'democon');
  otherIds = await idsOf(other, 'othercon');
  routes = apiRoutesOf(doorbell.app).filter(({ path }) => path.includes(':organizer'));
});
afterAll(async () => {
  await receiver.close();
  await doorbell.stop();
});

/** One of each thing that a path can name. */
async function idsOf(organizer: TestOrganizer, event: string): Promise<Parameters> {
  const webhook = await organizer.createWebhook({ target_url: receiver.url });
  const { notification_id } = await organizer.record({ event });
  await doorbell.untilNothingIsOwed();
  const [call] = await organizer.calls(webhook.id);
  const fields = { name: 'To be revoked', permissions: [] };
  const token = await organizer.api.post<{ id: number }>(`${organizer.path}/tokens/`, fields);
  return {
    organizer: organizer.slug,
    event,
    webhook: webhook.id,
    // Alone in a path, it is the webhook's too.
    id: webhook.id,
    notification: notification_id,
    call: call!.id,
    delivery: call!.delivery!,
    token: token.body.id,
  };
}

function pathOf({ path }: Route, parameters: Parameters): string {
  return path.replaceAll(/:(\w+)/g, (_all, name: string) => {
    if (parameters[name] === undefined) throw new Error(`The test has nothing for :${name}.`);
    return String(parameters[name]);
  });
}

const ask = async (route: Route, api: ApiClient, parameters: Parameters) =>
  api.send(route.method, pathOf(route, parameters), route.method === 'GET' ? {} : { body: {} });

const clientWith = async (slug: string, given: readonly Permission[]): Promise<ApiClient> =>
  doorbell.client(await doorbell.createToken(slug, given));

const isPermission = (text: string | undefined): text is Permission =>
  permissions.some((name) => name === text);
const isForTokens = ({ permission }: Route): boolean => isPermission(permission);

/** Ids that nobody has. */
const absent = (ids: Parameters): Parameters => ({
  ...Object.fromEntries(Object.keys(ids).map((name) => [name, name === 'event' ? 'nothing' : 999_999])),
  organizer: ids['organizer']!,
});

describe('Permissions', () => {
  it('every route states one, and none of an organizer is for everybody', () => {
    expect(routes.length).toBeGreaterThan(20);
    const stated = routes.map(({ name, permission }) => ({
      name,
      isStated: permission === 'admin' || isPermission(permission),
    }));
    expect(stated.filter(({ isStated }) => !isStated)).toEqual([]);
  });

  it('10. Without the permission 403, for ids that exist and that do not, whatever else the token may.', async () => {
    for (const route of routes) {
      const api = await clientWith(
        'acmecorp',
        permissions.filter((permission) => permission !== route.permission),
      );
      for (const ids of [acmeIds, absent(acmeIds)]) {
        const { status, text } = await ask(route, api, ids);
        expect({ route: route.name, status, text }).toEqual({ route: route.name, ...denied });
      }
    }
  });

  it("10. Another organizer's token and an unknown organizer get the same 403.", async () => {
    for (const route of routes) {
      const foreign = [
        await ask(route, other.api, acmeIds),
        await ask(route, acme.api, { ...acmeIds, organizer: 'unknown' }),
        await ask(route, acme.api, { ...acmeIds, organizer: '%00' }),
      ];
      for (const { status, text } of foreign)
        expect({ route: route.name, status, text }).toEqual({ route: route.name, ...denied });
    }
  });

  it('10. The administrator gets it for an unknown organizer too, but where PUT creates it.', async () => {
    for (const route of routes) {
      const { status, text } = await ask(route, doorbell.admin, { ...acmeIds, organizer: 'unknown' });
      const creates = route.name === 'PUT /api/v1/organizers/:organizer';
      const expected = creates ? { status: 400, text: '{"name":["This field is required."]}' } : denied;
      expect({ route: route.name, status, text }).toEqual({ route: route.name, ...expected });
    }
  });

  it("10. Another organizer's id is a 404, like one that nobody has.", async () => {
    const withId = routes.filter(
      (route) => isForTokens(route) && /:(?!organizer)/.test(route.path) && route.method !== 'PUT',
    );
    expect(withId.length).toBeGreaterThan(10);
    for (const route of withId) {
      const foreign = await ask(route, acme.api, { ...otherIds, organizer: 'acmecorp' });
      const unknown = await ask(route, acme.api, absent(acmeIds));
      expect({ route: route.name, status: foreign.status }).toEqual({ route: route.name, status: 404 });
      expect(foreign.text).toMatch(/^\{"detail":"No \w+ matches the given query\."\}$/);
      expect({ route: route.name, text: foreign.text }).toEqual({ route: route.name, text: unknown.text });
    }
  });

  it('10. With the permission, and no other, every route answers.', async () => {
    for (const route of routes.filter(isForTokens)) {
      const api = await clientWith('acmecorp', [route.permission as Permission]);
      const { status, text } = await ask(route, api, acmeIds);
      expect(answers, `${route.name} answered ${status} ${text}`).toContain(status);
    }
  });
});
