import { administrator } from '@app/access';
import { pathOfLink } from '@contracts/organizers';
import { failure, logCalls, settledCall } from '../logs/log-steps.js';
import { firstEmail, peopleOf } from '../setup/browser.js';
import type { Stage } from './stage.js';

const acme = '/console/organizers/acmecorp/';

/** What can be opened, and is no page. */
export const noPages = [
  '/console/',
  '/console/assets/:hash/:name/',
  '/console/operations/live/',
  '/console/organizers/:organizer/webhooks/:id/live/',
  '/console/organizers/:organizer/webhooks/:id/progress/',
  '/console/sign-in/single-sign-on/',
  '/console/sign-in/single-sign-on/start/',
];

/** What is there to be looked at: ids, and the path of a link. */
export interface Made extends Readonly<
  Record<
    'working' | 'failing' | 'off' | 'call' | 'test' | 'token' | 'person' | 'admin' | 'notification',
    number
  >
> {
  readonly link: string;
}

export type PathOf = (made: Made) => string;

/** Every page by its route. */
export const pages: Readonly<Record<string, PathOf>> = {
  '/console/account/': () => '/console/account/',
  '/console/administrators/': () => '/console/administrators/',
  '/console/administrators/:id/link/': ({ admin }) => `/console/administrators/${admin}/link/`,
  '/console/administrators/:id/remove/': ({ admin }) => `/console/administrators/${admin}/remove/`,
  '/console/administrators/new/': () => '/console/administrators/new/',
  '/console/audit-trail/': () => '/console/audit-trail/',
  '/console/operations/': () => '/console/operations/',
  '/console/organizers/': () => '/console/organizers/',
  '/console/organizers/:organizer/audit-trail/': () => `${acme}audit-trail/`,
  '/console/organizers/:organizer/name/': () => `${acme}name/`,
  '/console/organizers/:organizer/notifications/:notification/': ({ notification }) =>
    `${acme}notifications/${notification}/`,
  '/console/organizers/:organizer/people/': () => `${acme}people/`,
  '/console/organizers/:organizer/people/:id/': ({ person }) => `${acme}people/${person}/`,
  '/console/organizers/:organizer/people/:id/link/': ({ person }) => `${acme}people/${person}/link/`,
  '/console/organizers/:organizer/people/:id/remove/': ({ person }) => `${acme}people/${person}/remove/`,
  '/console/organizers/:organizer/people/new/': () => `${acme}people/new/`,
  '/console/organizers/:organizer/tokens/': () => `${acme}tokens/`,
  '/console/organizers/:organizer/tokens/:id/revoke/': ({ token }) => `${acme}tokens/${token}/revoke/`,
  '/console/organizers/:organizer/tokens/new/': () => `${acme}tokens/new/`,
  '/console/organizers/:organizer/webhooks/': () => `${acme}webhooks/`,
  '/console/organizers/:organizer/webhooks/:id/': ({ failing }) => `${acme}webhooks/${failing}/`,
  '/console/organizers/:organizer/webhooks/:id/calls/:call/': ({ call, failing }) =>
    `${acme}webhooks/${failing}/calls/${call}/`,
  '/console/organizers/:organizer/webhooks/:id/delete/': ({ off }) => `${acme}webhooks/${off}/delete/`,
  '/console/organizers/:organizer/webhooks/:id/edit/': ({ working }) => `${acme}webhooks/${working}/edit/`,
  '/console/organizers/:organizer/webhooks/:id/resend/': ({ failing }) =>
    `${acme}webhooks/${failing}/resend/`,
  '/console/organizers/:organizer/webhooks/:id/retry-now/': ({ failing }) =>
    `${acme}webhooks/${failing}/retry-now/`,
  '/console/organizers/:organizer/webhooks/:id/stop-retrying/': ({ failing }) =>
    `${acme}webhooks/${failing}/stop-retrying/`,
  '/console/organizers/:organizer/webhooks/new/': () => `${acme}webhooks/new/`,
  '/console/organizers/new/': () => '/console/organizers/new/',
  '/console/sign-in/': () => '/console/sign-in/',
  '/console/sign-in/link/:token/': ({ link }) => link,
};

/** The same routes with something else to show. */
export const states: Readonly<Record<string, PathOf>> = {
  'a webhook that works': ({ working }) => `${acme}webhooks/${working}/`,
  'a webhook that is off': ({ off }) => `${acme}webhooks/${off}/`,
  'retries that were asked for': ({ failing }) =>
    `${acme}webhooks/${failing}/?notice=retried&count=3&at=${Date.now()}`,
  'a filter that finds nothing': ({ working }) => `${acme}webhooks/${working}/?about=NOBODY`,
  'a test call that was accepted': ({ test, working }) => `${acme}webhooks/${working}/calls/${test}/`,
  'webhooks that are not there': () => `${acme}webhooks/?search=nobody`,
  'an empty organizer': () => '/console/organizers/empty/webhooks/',
  'an empty organizer’s tokens': () => '/console/organizers/empty/tokens/',
  'an empty organizer’s people': () => '/console/organizers/empty/people/',
  'an address that is none': () => '/console/nowhere/',
  'an organizer that is not there': () => '/console/organizers/nobody/webhooks/',
};

/** A form, and what is written into it; what is required may be left empty. */
export interface SentForm {
  readonly path: PathOf;
  /** Default: the first that is sent. */
  readonly form?: string;
  /** By the names of fields. */
  readonly fill?: Readonly<Record<string, string>>;
  readonly untick?: string;
}

/** What only a form is answered with: no address leads there. */
export const answers: Readonly<Record<string, SentForm>> = {
  'a token that is shown once': { path: pathTo('tokens/new/'), fill: { name: 'Shown once' } },
  'a link that is shown once': { path: pages['/console/administrators/:id/link/']! },
  'a webhook without anything': { path: pathTo('webhooks/new/') },
  'a webhook with a wrong address': {
    path: pages['/console/organizers/:organizer/webhooks/:id/edit/']!,
    fill: { target_url: 'ftp://user:secret@example.org/' },
  },
  'a token that is over already': {
    path: pathTo('tokens/new/'),
    fill: { name: '', expires: '2020-01-01' },
  },
  'an invitation of nobody, to do nothing': {
    path: pathTo('people/new/'),
    fill: { email: 'nobody' },
    untick: '[name=permissions][value=can_view_organizer]',
  },
  'an administrator who is nobody': {
    path: () => '/console/administrators/new/',
    fill: { email: 'nobody' },
  },
  'an organizer that is there already': {
    path: () => '/console/organizers/new/',
    fill: { name: 'Twice', slug: 'empty' },
  },
  'an organizer without a name': { path: pathTo('name/'), fill: { name: '' } },
  'a name that is none': {
    path: () => '/console/account/',
    form: '[action$="/name/"]',
    fill: { name: '' },
  },
  'a password that is too short': {
    path: () => '/console/account/',
    form: '[action$="/password/"]',
    fill: { current: 'wrong', password: 'short' },
  },
  'a sign-in that is refused': {
    path: () => '/console/sign-in/',
    fill: { email: firstEmail, password: 'not this one' },
  },
  'a link and a password that everybody has': {
    path: ({ link }) => link,
    fill: { password: 'password1234' },
  },
};

function pathTo(rest: string): PathOf {
  return () => `${acme}${rest}`;
}

/** An organizer of which every page has something to show. */
export async function furnish({ doorbell, receiver }: Stage): Promise<Made> {
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
  const admin = { email: 'eve@example.org', name: 'Eve' };
  const { person: second } = await peopleOf(doorbell).inviteAdministrator(admin, administrator);
  const token = await organizer.api.get<{ readonly results: readonly { readonly id: number }[] }>(
    `${organizer.path}/tokens/`,
  );
  return {
    link: pathOfLink(made!.token),
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
