import { canceled, paid, rareEvent } from './console-fill.js';

/** What there is much of, and the page that shows it. */
export type Pages = Readonly<Record<string, string>>;

/** Whose pages are looked at. */
export interface Visited {
  /** Slug. */
  readonly organizer: string;
  /** One that is well, and has a tenth of the log. */
  readonly webhook: number;
  /** One that has been failing for twenty days, with retries that wait. */
  readonly failing: number;
  /** Calls to `webhook`: of today, and of 29 days ago. */
  readonly calls: { readonly newest: number; readonly oldest: number };
  readonly notification: number;
  readonly token: number;
  /** With a role in the organizer. */
  readonly person: number;
  readonly administrator: number;
  readonly halfMonthAgo: Date;
}

/** Every page of the console, and the log by each of its filters. */
export const pagesOf = (visited: Visited): Pages => ({
  ...pagesOfLog(visited),
  ...pagesOfWebhooks(visited),
  ...lists(visited),
  ...pagesOfOrganizer(visited),
  ...pagesOfInstallation(visited),
});

/** What the router lists and this scenario leaves out, and why. */
export const unvisited: Readonly<Record<string, string>> = {
  'GET /console': 'leads on to the organizers',
  'GET /console/sign-in': 'for those who are not signed in: nothing is listed',
  'GET /console/sign-in/link/:token': 'for those who are not signed in: nothing is listed',
  'GET /console/sign-in/single-sign-on': 'leads on',
  'GET /console/sign-in/single-sign-on/start': 'leads on',
  'GET /console/operations/live': 'never ends; what it sends is the page of operations again',
  'GET /console/organizers/:organizer/webhooks/:id/live': 'never ends',
  'GET /console/assets/:hash/:name': 'a file',
};

const minuteOf = (moment: Date): string => moment.toISOString().slice(0, 16);
const pathOf = (organizer: string): string => `/console/organizers/${organizer}`;

function pagesOfLog({ organizer, webhook, failing, calls, halfMonthAgo }: Visited): Pages {
  const log = `${pathOf(organizer)}/webhooks/${webhook}/`;
  const minute = minuteOf(halfMonthAgo);
  return {
    'a webhook, and its log': log,
    'its log, failed': `${log}?outcome=failed`,
    'its log, of a type that 1 in 50 has': `${log}?type=${paid}`,
    'its log, of a type that 1 in 10,000 has': `${log}?type=${canceled}`,
    'its log, of a type that none has': `${log}?type=pretix.event.order.expired`,
    'its log, failed, of a type that 1 in 10,000 has': `${log}?outcome=failed&type=${canceled}`,
    'its log, of an event that 1 in 10,000 has': `${log}?event=${rareEvent}`,
    'its log, of an event that none has': `${log}?event=con9`,
    'its log, of a code': `${log}?about=G12345`,
    'its log, of a code that none has': `${log}?about=NONE`,
    'its log, of a notification': `${log}?about=1000012345`,
    'its log, half a month ago': `${log}?until=${minute}`,
    'its log, failed before half a month': `${log}?outcome=failed&until=${minute}`,
    'its log, a deep page': `${log}?before=${halfMonthAgo.getTime()}.1`,
    'a webhook that fails for 20 days': `${pathOf(organizer)}/webhooks/${failing}/`,
    'a webhook that fails for 20 days, accepted': `${pathOf(organizer)}/webhooks/${failing}/?outcome=accepted`,
    'a call of today': `${log}calls/${calls.newest}/`,
    'a call of 29 days ago': `${log}calls/${calls.oldest}/`,
  };
}

function pagesOfWebhooks({ organizer, webhook, failing, notification, halfMonthAgo }: Visited): Pages {
  const own = `${pathOf(organizer)}/webhooks`;
  return {
    'retry now: how many?': `${own}/${failing}/retry-now/`,
    'stop retrying: how many?': `${own}/${failing}/stop-retrying/`,
    'resend: how many?': `${own}/${failing}/resend/?since=${minuteOf(halfMonthAgo)}`,
    'how far that is': `${own}/${failing}/progress/?count=10000&at=${Date.now()}`,
    'delete for good: what of it?': `${own}/${failing}/delete/`,
    'edit a webhook': `${own}/${webhook}/edit/`,
    'create a webhook, 10,000 events': `${own}/new/`,
    'a notification of half a month ago': `${pathOf(organizer)}/notifications/${notification}/`,
  };
}

function lists({ organizer }: Visited): Pages {
  const own = `${pathOf(organizer)}/webhooks/`;
  return {
    'organizers, 1,000 of them': '/console/organizers/',
    'organizers, page 20': '/console/organizers/?page=20',
    'webhooks, 10,000 of them': own,
    'webhooks, searched': `${own}?search=Neighbour%2099`,
    'webhooks, searched in vain': `${own}?search=nowhere`,
    'webhooks that work': `${own}?state=working`,
    'webhooks that fail': `${own}?state=failing`,
    'webhooks that fail, searched in vain': `${own}?state=failing&search=nowhere`,
    'webhooks without a call': `${own}?state=uncalled`,
    'webhooks that are disabled': `${own}?state=disabled`,
  };
}

function pagesOfOrganizer({ organizer, token, person }: Visited): Pages {
  const own = pathOf(organizer);
  return {
    'rename an organizer': `${own}/name/`,
    'API tokens, 500 of them': `${own}/tokens/`,
    'create a token': `${own}/tokens/new/`,
    'revoke a token': `${own}/tokens/${token}/revoke/`,
    'people, 500 of them': `${own}/people/`,
    'invite a person': `${own}/people/new/`,
    'a person': `${own}/people/${person}/`,
    'a link for a person': `${own}/people/${person}/link/`,
    'remove a person': `${own}/people/${person}/remove/`,
    'audit trail, 200,000 entries': `${own}/audit-trail/`,
  };
}

const pagesOfInstallation = ({ administrator }: Visited): Pages => ({
  'create an organizer': '/console/organizers/new/',
  'audit trail of accounts': '/console/audit-trail/',
  operations: '/console/operations/',
  'own account': '/console/account/',
  administrators: '/console/administrators/',
  'invite an administrator': '/console/administrators/new/',
  'a link for an administrator': `/console/administrators/${administrator}/link/`,
  'remove an administrator': `/console/administrators/${administrator}/remove/`,
});
