const organizerPath = (organizer: string): string => `/console/organizers/${encodeURIComponent(organizer)}`;

/** Where pages are. */
export const paths = {
  home: '/console/',
  signIn: '/console/sign-in/',
  singleSignOn: '/console/sign-in/single-sign-on/start/',
  signOut: '/console/sign-out/',
  signOutEverywhere: '/console/sign-out/everywhere/',
  account: '/console/account/',
  accountName: '/console/account/name/',
  accountPassword: '/console/account/password/',
  language: '/console/language/',
  administrators: '/console/administrators/',
  newAdministrator: '/console/administrators/new/',
  administratorLink: (id: number): string => `/console/administrators/${id}/link/`,
  removeAdministrator: (id: number): string => `/console/administrators/${id}/remove/`,
  organizers: '/console/organizers/',
  newOrganizer: '/console/organizers/new/',
  accountTrail: '/console/audit-trail/',
  operations: '/console/operations/',
  operationsLive: '/console/operations/live/',
  webhooks: (organizer: string): string => `${organizerPath(organizer)}/webhooks/`,
  newWebhook: (organizer: string): string => `${organizerPath(organizer)}/webhooks/new/`,
  webhook: (organizer: string, id: number): string => `${organizerPath(organizer)}/webhooks/${id}/`,
  editWebhook: (organizer: string, id: number): string => `${organizerPath(organizer)}/webhooks/${id}/edit/`,
  webhookProgress: (organizer: string, id: number): string =>
    `${organizerPath(organizer)}/webhooks/${id}/progress/`,
  webhookLive: (organizer: string, id: number): string => `${organizerPath(organizer)}/webhooks/${id}/live/`,
  sendTest: (organizer: string, id: number): string => `${organizerPath(organizer)}/webhooks/${id}/test/`,
  retryNow: (organizer: string, id: number): string =>
    `${organizerPath(organizer)}/webhooks/${id}/retry-now/`,
  stopRetrying: (organizer: string, id: number): string =>
    `${organizerPath(organizer)}/webhooks/${id}/stop-retrying/`,
  deleteWebhook: (organizer: string, id: number): string =>
    `${organizerPath(organizer)}/webhooks/${id}/delete/`,
  resend: (organizer: string, id: number): string => `${organizerPath(organizer)}/webhooks/${id}/resend/`,
  call: (organizer: string, webhook: number, call: number): string =>
    `${organizerPath(organizer)}/webhooks/${webhook}/calls/${call}/`,
  resendCall: (organizer: string, webhook: number, call: number): string =>
    `${organizerPath(organizer)}/webhooks/${webhook}/calls/${call}/resend/`,
  notification: (organizer: string, id: number): string => `${organizerPath(organizer)}/notifications/${id}/`,
  resendDelivery: (organizer: string, notification: number, delivery: number): string =>
    `${organizerPath(organizer)}/notifications/${notification}/deliveries/${delivery}/resend/`,
  urlHints: (organizer: string): string => `${organizerPath(organizer)}/webhook-form/url-hints/`,
  eventChoices: (organizer: string): string => `${organizerPath(organizer)}/webhook-form/events/`,
  renameOrganizer: (organizer: string): string => `${organizerPath(organizer)}/name/`,
  tokens: (organizer: string): string => `${organizerPath(organizer)}/tokens/`,
  newToken: (organizer: string): string => `${organizerPath(organizer)}/tokens/new/`,
  revokeToken: (organizer: string, id: number): string => `${organizerPath(organizer)}/tokens/${id}/revoke/`,
  people: (organizer: string): string => `${organizerPath(organizer)}/people/`,
  invitePerson: (organizer: string): string => `${organizerPath(organizer)}/people/new/`,
  person: (organizer: string, id: number): string => `${organizerPath(organizer)}/people/${id}/`,
  personLink: (organizer: string, id: number): string => `${organizerPath(organizer)}/people/${id}/link/`,
  removePerson: (organizer: string, id: number): string => `${organizerPath(organizer)}/people/${id}/remove/`,
  auditTrail: (organizer: string): string => `${organizerPath(organizer)}/audit-trail/`,
} as const;

/** The path with these in its query; what is undefined or empty is left out. */
export function withQuery(
  path: string,
  query: Readonly<Record<string, string | number | undefined>>,
): string {
  const entries = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(entries.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? path : `${path}?${text}`;
}
