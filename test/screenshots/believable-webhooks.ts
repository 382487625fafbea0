import type { CallErrorCode } from '@app/http-egress';
import type { WebhookFields } from '../setup/organizer.js';

const order = 'pretix.event.order';

/** What goes wrong with a webhook. */
export interface Trouble {
  readonly code: CallErrorCode;
  readonly message: string;
  readonly returnCode: number;
  readonly body: string | null;
}

/** A webhook as somebody might have it, and how its receiver does. */
export interface BelievableWebhook {
  readonly fields: WebhookFields;
  /** Calls in the busiest hour of a day. */
  readonly busiest: number;
  readonly medianMs: number;
  /** One call in so many fails once. */
  readonly failsOneIn: number;
  /** Fails with this since then. */
  readonly fails?: { readonly trouble: Trouble; readonly hours: number };
  readonly ends?: { readonly by: '410' | 'person'; readonly hours: number };
}

export const overloaded: Trouble = {
  code: 'status',
  message: 'The receiver answered 503.',
  returnCode: 503,
  body: '{"error":"upstream connect error","retry":true}',
};
const expired: Trouble = {
  code: 'tls_expired',
  message: 'The certificate expired on 24 November 2026.',
  returnCode: 0,
  body: null,
};

/** `sinceTuesday`: hours since the last Tuesday morning. */
export const believableWebhooks = (sinceTuesday: number): readonly BelievableWebhook[] => [
  {
    fields: {
      target_url: 'https://lists.acme.example/hooks/pretix?list=attendees&key=b7f29c',
      action_types: [`${order}.placed`, `${order}.canceled`, `${order}.changed.*`, `${order}.paid`],
      comment: 'Mailing list: everybody who has a ticket',
    },
    busiest: 14,
    medianMs: 180,
    failsOneIn: 90,
  },
  {
    fields: {
      target_url: 'https://doorbell:x4nPq@books.acme.example/api/v2/receivables',
      action_types: [`${order}.paid`, `${order}.canceled`, `${order}.refund.created`],
      comment: 'Accounting: open items and refunds',
    },
    busiest: 9,
    medianMs: 420,
    failsOneIn: 60,
  },
  {
    fields: {
      target_url: 'https://bridge.acme.example/slack/T024BE7LD/orders',
      action_types: [`${order}.placed`, `${order}.paid`],
      limit_events: ['democon'],
      comment: 'Slack: #orders',
    },
    busiest: 6,
    medianMs: 95,
    failsOneIn: 200,
  },
  {
    fields: {
      target_url: 'https://badges.printworks.example/webhook/acme',
      action_types: ['pretix.event.checkin', `${order}.changed.*`, `${order}.paid`],
      comment: 'Badge printing at the door',
    },
    busiest: 8,
    medianMs: 240,
    failsOneIn: 120,
    fails: { trouble: expired, hours: sinceTuesday },
  },
  {
    fields: {
      target_url: 'https://crm.old-vendor.example/inbound/8817',
      action_types: [`${order}.placed`],
      comment: 'Old CRM',
    },
    busiest: 4,
    medianMs: 650,
    failsOneIn: 40,
    ends: { by: '410', hours: 9 * 24 },
  },
  {
    fields: {
      target_url: 'https://gates.venue.example/tickets',
      action_types: ['pretix.event.checkin', 'pretix.event.checkin.reverted'],
      limit_events: ['winter-gala'],
      comment: 'Turnstiles of the winter gala',
    },
    busiest: 3,
    medianMs: 60,
    failsOneIn: 300,
    ends: { by: 'person', hours: 4 * 24 },
  },
];
