import { administrator } from '@app/access';
import { pathOfLink } from '@contracts/organizers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { failure, logCalls, settledCall } from '../logs/log-steps.js';
import { peopleOf } from '../setup/browser.js';
import { consoleRoutes } from './console-routes.js';
import { flawsOf, shiftOf, watchShifts, weigh } from './flaws.js';
import { phone, Stage } from './stage.js';

const acme = '/console/organizers/acmecorp/';

/** What can be opened, and is no page. */
const noPages = [
  '/console/',
  '/console/assets/:hash/:name/',
  '/console/operations/live/',
  '/console/organizers/:organizer/webhooks/:id/live/',
  '/console/organizers/:organizer/webhooks/:id/progress/',
  '/console/sign-in/single-sign-on/',
  '/console/sign-in/single-sign-on/start/',
];

/** Made in `beforeAll`, where the paths of pages want it. */
let ids: Readonly<
  Record<
    'working' | 'failing' | 'off' | 'call' | 'test' | 'token' | 'person' | 'admin' | 'notification',
    number
  >
>;
let link: string;

/** Every page by its route. */
const pages: Readonly<Record<string, () => string>> = {
  '/console/account/': () => '/console/account/',
  '/console/administrators/': () => '/console/administrators/',
  '/console/administrators/:id/link/': () => `/console/administrators/${ids.admin}/link/`,
  '/console/administrators/:id/remove/': () => `/console/administrators/${ids.admin}/remove/`,
  '/console/administrators/new/': () => '/console/administrators/new/',
  '/console/audit-trail/': () => '/console/audit-trail/',
  '/console/operations/': () => '/console/operations/',
  '/console/organizers/': () => '/console/organizers/',
  '/console/organizers/:organizer/audit-trail/': () => `${acme}audit-trail/`,
  '/console/organizers/:organizer/name/': () => `${acme}name/`,
  '/console/organizers/:organizer/notifications/:notification/': () =>
    `${acme}notifications/${ids.notification}/`,
  '/console/organizers/:organizer/people/': () => `${acme}people/`,
  '/console/organizers/:organizer/people/:id/': () => `${acme}people/${ids.person}/`,
  '/console/organizers/:organizer/people/:id/link/': () => `${acme}people/${ids.person}/link/`,
  '/console/organizers/:organizer/people/:id/remove/': () => `${acme}people/${ids.person}/remove/`,
  '/console/organizers/:organizer/people/new/': () => `${acme}people/new/`,
  '/console/organizers/:organizer/tokens/': () => `${acme}tokens/`,
  '/console/organizers/:organizer/tokens/:id/revoke/': () => `${acme}tokens/${ids.token}/revoke/`,
  '/console/organizers/:organizer/tokens/new/': () => `${acme}tokens/new/`,
  '/console/organizers/:organizer/webhooks/': () => `${acme}webhooks/`,
  '/console/organizers/:organizer/webhooks/:id/': () => `${acme}webhooks/${ids.failing}/`,
  '/console/organizers/:organizer/webhooks/:id/calls/:call/': () =>
    `${acme}webhooks/${ids.failing}/calls/${ids.call}/`,
  '/console/organizers/:organizer/webhooks/:id/delete/': () => `${acme}webhooks/${ids.off}/delete/`,
  '/console/organizers/:organizer/webhooks/:id/edit/': () => `${acme}webhooks/${ids.working}/edit/`,
  '/console/organizers/:organizer/webhooks/:id/resend/': () => `${acme}webhooks/${ids.failing}/resend/`,
  '/console/organizers/:organizer/webhooks/:id/retry-now/': () => `${acme}webhooks/${ids.failing}/retry-now/`,
  '/console/organizers/:organizer/webhooks/:id/stop-retrying/': () =>
    `${acme}webhooks/${ids.failing}/stop-retrying/`,
  '/console/organizers/:organizer/webhooks/new/': () => `${acme}webhooks/new/`,
  '/console/organizers/new/': () => '/console/organizers/new/',
  '/console/sign-in/': () => '/console/sign-in/',
  '/console/sign-in/link/:token/': () => link,
};

/** The same routes with something else to show. */
const states: Readonly<Record<string, () => string>> = {
  'a webhook that works': () => `${acme}webhooks/${ids.working}/`,
  'a webhook that is off': () => `${acme}webhooks/${ids.off}/`,
  'a filter that finds nothing': () => `${acme}webhooks/${ids.working}/?about=NOBODY`,
  'a test call that was accepted': () => `${acme}webhooks/${ids.working}/calls/${ids.test}/`,
  'webhooks that are not there': () => `${acme}webhooks/?search=nobody`,
  'an empty organizer': () => '/console/organizers/empty/webhooks/',
  'an empty organizer’s tokens': () => '/console/organizers/empty/tokens/',
  'an empty organizer’s people': () => '/console/organizers/empty/people/',
  'an address that is none': () => '/console/nowhere/',
  'an organizer that is not there': () => '/console/organizers/nobody/webhooks/',
};

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.set();
  await furnish();
});
afterEach(async () => stage.clear());
afterAll(async () => stage.end());

/** An organizer of which every page has something to show. */
async function furnish(): Promise<void> {
  const { doorbell, receiver } = stage;
  receiver.answer = ({ url }) => (url === '/bad' ? 500 : 200);
  const organizer = await doorbell.createOrganizer({ events: ['democon', 'summerfest'] });
  await doorbell.createOrganizer({ slug: 'empty', events: [] });
  const working = await organizer.createWebhook({
    target_url: `${receiver.url}good`,
    comment: 'Mailing list',
  });
  const failing = await organizer.createWebhook({
    target_url: `http://user:secret@127.0.0.1:${receiver.port}/bad`,
    limit_events: ['democon'],
    all_events: false,
  });
  const off = await organizer.createWebhook({ target_url: 'https://off.example/', enabled: false });
  const { notification_id: notification } = await organizer.record();
  await doorbell.untilAllWait();
  const hours = Array.from({ length: 60 }, (_, index) =>
    settledCall(organizer.id, failing.id, {
      began: new Date(Date.now() - (index + 1) * 1_000_000),
      ...(index % 3 === 0 ? { result: failure } : {}),
    }),
  );
  await logCalls(doorbell, hours);
  const test = await organizer.api.post<{ readonly id: number }>(
    `${organizer.path}/webhooks/${working.id}/test/`,
    {
      action_type: 'pretix.event.order.placed',
    },
  );
  const invitation = { email: 'sam@example.org', name: 'Sam', permissions: ['can_view_organizer'] as const };
  const { person, link: made } = await peopleOf(doorbell).invite(organizer, invitation, administrator);
  link = pathOfLink(made!.token);
  const admin = { email: 'eve@example.org', name: 'Eve' };
  const { person: second } = await peopleOf(doorbell).inviteAdministrator(admin, administrator);
  const token = await organizer.api.get<{ readonly results: readonly { readonly id: number }[] }>(
    `${organizer.path}/tokens/`,
  );
  ids = {
    working: working.id,
    failing: failing.id,
    off: off.id,
    call: (await organizer.calls(failing.id)).find(({ success }) => !success)!.id,
    test: test.body.id,
    token: token.body.results[0]!.id,
    person: person.id,
    admin: second.id,
    notification,
  };
}

const isOutside = (path: string): boolean => path.startsWith('/console/sign-in/');

describe('The pages that are looked at', () => {
  it('are all there are', () => {
    expect([...Object.keys(pages), ...noPages].toSorted()).toEqual(consoleRoutes(stage.doorbell));
  });
});

describe('What is looked for', () => {
  it('is found where it is', async () => {
    const page = await stage.page(stage.administrator);
    await page.addInitScript(watchShifts);
    await page.goto('/console/organizers/');
    await page.evaluate(`
      document.querySelector('main').insertAdjacentHTML('afterbegin', '<p class="planted">Planted</p><img src="data:,">');
      document.querySelector('.planted').attributeStyleMap.set('color', '#888');
    `);
    await expect.poll(async () => shiftOf(page)).toBeGreaterThan(0.01);
    const [light, dark] = [await flawsOf(page, 'light'), await flawsOf(page, 'dark')];
    expect(light.filter((flaw) => flaw.includes('image-alt at img'))).toHaveLength(1);
    expect([...light, ...dark].filter((flaw) => flaw.includes('color-contrast at .planted'))).toHaveLength(1);
  });
});

describe('Every page has no flaw in light or dark, is light, and does not move:', () => {
  it.each(Object.entries({ ...pages, ...states }))('%s', async (_, path) => {
    const visitor = isOutside(path()) ? undefined : stage.administrator;
    const page = await stage.page(visitor);
    await page.addInitScript(watchShifts);
    const weight = await weigh(page);
    const found: string[] = [];
    for (const viewport of [undefined, phone]) {
      if (viewport) await page.setViewportSize(viewport);
      await page.goto(path(), { waitUntil: 'load' });
      expect(await shiftOf(page)).toBeLessThan(0.01);
      const bytes = weight.bytes();
      expect(bytes).toBeGreaterThan(20_000);
      expect(bytes).toBeLessThan(150_000);
      found.push(...(await flawsOf(page, 'light')));
    }
    // A phone has the same colours.
    found.push(...(await flawsOf(page, 'dark')));
    expect(found).toEqual([]);
  });
});
