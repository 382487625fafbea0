import type { BelievableGround } from './believable-ground.js';

export interface Shot {
  /** Of its files: `webhooks-light.png`. */
  readonly name: string;
  readonly path: string;
  /** Without a session. */
  readonly isPublic?: boolean;
  /** Also as a phone shows it. */
  readonly onPhone?: boolean;
  /** What is filled in and ticked beforehand, by CSS selectors. */
  readonly fill?: Readonly<Record<string, string>>;
  readonly tick?: readonly string[];
}

/** Every page of the console. */
export function shotsOf(ground: BelievableGround): readonly Shot[] {
  const own = '/console/organizers/acmecorp';
  const well = `${own}/webhooks/${ground.well}`;
  const failing = `${own}/webhooks/${ground.failing}`;
  return [
    { name: 'sign-in', path: '/console/sign-in/', isPublic: true },
    { name: 'organizers', path: '/console/organizers/', onPhone: true },
    { name: 'organizer-new', path: '/console/organizers/new/' },
    { name: 'webhooks', path: `${own}/webhooks/`, onPhone: true },
    {
      name: 'webhook-new',
      path: `${own}/webhooks/new/`,
      onPhone: true,
      fill: { '[name=target_url]': 'https://doorbell:secret@lists.acme.example/hooks/orders' },
      tick: ['[value="pretix.event.order.placed"]', '[value="pretix.event.order.paid"]'],
    },
    { name: 'webhook-edit', path: `${well}/edit/` },
    { name: 'webhook', path: `${well}/`, onPhone: true },
    { name: 'webhook-failing', path: `${failing}/`, onPhone: true },
    { name: 'webhook-filtered', path: `${well}/?outcome=failed` },
    { name: 'retry-now', path: `${failing}/retry-now/` },
    { name: 'stop-retrying', path: `${failing}/stop-retrying/` },
    { name: 'resend', path: `${failing}/resend/?since=${ground.since}` },
    { name: 'call-accepted', path: `${well}/calls/${ground.acceptedCall}/` },
    { name: 'call-failed', path: `${failing}/calls/${ground.failedCall}/`, onPhone: true },
    { name: 'notification', path: `${own}/notifications/${ground.notification}/`, onPhone: true },
    { name: 'webhook-delete', path: `${failing}/delete/` },
    { name: 'tokens', path: `${own}/tokens/` },
    { name: 'token-new', path: `${own}/tokens/new/` },
    { name: 'people', path: `${own}/people/` },
    { name: 'person', path: `${own}/people/${ground.person}/` },
    { name: 'person-new', path: `${own}/people/new/` },
    { name: 'audit-trail', path: `${own}/audit-trail/`, onPhone: true },
    { name: 'audit-trail-of-accounts', path: '/console/audit-trail/' },
    { name: 'operations', path: '/console/operations/', onPhone: true },
    { name: 'administrators', path: '/console/administrators/' },
    { name: 'administrator-new', path: '/console/administrators/new/' },
    { name: 'account', path: '/console/account/' },
    { name: 'unknown-page', path: `${own}/nothing/` },
  ];
}
