import type { ActionType, ReferenceField } from '@app/action-types';

/** The reference fields of pretix's bodies, as its documentation describes them. */
const fields = {
  code: { name: 'code', type: 'string', description: 'Order code.', sample: 'ABC23' },
  orderposition_id: {
    name: 'orderposition_id',
    type: 'integer',
    nullable: true,
    description: 'Id of the ticket (order position) checked in.',
    sample: 23442,
  },
  orderposition_positionid: {
    name: 'orderposition_positionid',
    type: 'integer',
    nullable: true,
    description: 'Number of the position inside its order.',
    sample: 1,
  },
  checkin_list: {
    name: 'checkin_list',
    type: 'integer',
    nullable: true,
    description: 'Id of the check-in list.',
    sample: 1,
  },
  type: { name: 'type', type: 'string', nullable: true, description: 'Entry or exit.', sample: 'entry' },
  first_checkin: {
    name: 'first_checkin',
    type: 'boolean',
    nullable: true,
    description: 'Whether this is the first check-in of this ticket on this list.',
    sample: true,
  },
  item: { name: 'item', type: 'integer', description: 'Id of the product.', sample: 11 },
  subevent: {
    name: 'subevent',
    type: 'integer',
    description: 'Id of the date in the event series.',
    sample: 42,
  },
  voucher: { name: 'voucher', type: 'integer', description: 'Id of the voucher.', sample: 7 },
  waitinglistentry: {
    name: 'waitinglistentry',
    type: 'integer',
    description: 'Id of the waiting list entry.',
    sample: 5,
  },
  customer: { name: 'customer', type: 'string', description: 'Customer identifier.', sample: '8WSAJCJ' },
  giftcard: { name: 'giftcard', type: 'integer', description: 'Id of the gift card.', sample: 17 },
  issuer_id: {
    name: 'issuer_id',
    type: 'integer',
    description: 'Numeric id of the organizer that issued the gift card.',
    sample: 3,
  },
  acceptor_id: {
    name: 'acceptor_id',
    type: 'integer',
    nullable: true,
    description: 'Numeric id of the organizer that accepted it.',
    sample: 3,
  },
} as const satisfies Record<string, ReferenceField>;

type FieldName = keyof typeof fields;

const eventKeys = ['notification_id', 'organizer', 'event'] as const;
const checkin = [
  'orderposition_id',
  'orderposition_positionid',
  'checkin_list',
  'type',
  'first_checkin',
] as const;

interface Entry {
  readonly name: string;
  readonly label: string;
  readonly group: string;
  readonly help?: string;
  readonly sampleAction?: string;
  readonly ignoresEventLimit?: boolean;
}

/** In an event: `before` stands between `event` and `action`, `after` behind `action`. */
function ofEvent(
  entry: Entry,
  before: readonly FieldName[] = [],
  after: readonly FieldName[] = [],
): ActionType {
  return {
    sampleAction: entry.name,
    ...entry,
    scope: 'event',
    body: [...eventKeys, ...before, 'action', ...after],
    fields: [...before, ...after].map((name) => fields[name]),
  };
}

/** In the organizer as a whole; pretix's gift cards name their issuer in place of the organizer. */
function ofOrganizer(entry: Entry, keys: readonly ('organizer' | FieldName)[]): ActionType {
  return {
    sampleAction: entry.name,
    ...entry,
    scope: 'organizer',
    body: ['notification_id', ...keys, 'action'],
    fields: keys.flatMap((key) => (key === 'organizer' ? [] : [fields[key]])),
  };
}

/** pretix's 46 action types, in the order of its own list. */
export const pretixActionTypes: readonly ActionType[] = [
  ofEvent({ name: 'pretix.event.order.placed', label: 'New order placed', group: 'orders' }, ['code']),
  ofEvent(
    {
      name: 'pretix.event.order.placed.require_approval',
      label: 'New order requires approval',
      group: 'orders',
    },
    ['code'],
  ),
  ofEvent({ name: 'pretix.event.order.paid', label: 'Order marked as paid', group: 'orders' }, ['code']),
  ofEvent({ name: 'pretix.event.order.canceled', label: 'Order canceled', group: 'orders' }, ['code']),
  ofEvent({ name: 'pretix.event.order.reactivated', label: 'Order reactivated', group: 'orders' }, ['code']),
  ofEvent({ name: 'pretix.event.order.expired', label: 'Order expired', group: 'orders' }, ['code']),
  ofEvent({ name: 'pretix.event.order.expirychanged', label: 'Order expiry date changed', group: 'orders' }, [
    'code',
  ]),
  ofEvent({ name: 'pretix.event.order.modified', label: 'Order information changed', group: 'orders' }, [
    'code',
  ]),
  ofEvent(
    { name: 'pretix.event.order.contact.changed', label: 'Order contact address changed', group: 'orders' },
    ['code'],
  ),
  ofEvent(
    {
      name: 'pretix.event.order.changed.*',
      label: 'Order changed',
      group: 'orders',
      sampleAction: 'pretix.event.order.changed.item',
    },
    ['code'],
  ),
  ofEvent(
    { name: 'pretix.event.order.refund.created', label: 'Refund of payment created', group: 'orders' },
    ['code'],
  ),
  ofEvent(
    {
      name: 'pretix.event.order.refund.created.externally',
      label: 'External refund of payment',
      group: 'orders',
    },
    ['code'],
  ),
  ofEvent(
    {
      name: 'pretix.event.order.refund.requested',
      label: 'Refund of payment requested by customer',
      group: 'orders',
    },
    ['code'],
  ),
  ofEvent({ name: 'pretix.event.order.refund.done', label: 'Refund of payment completed', group: 'orders' }, [
    'code',
  ]),
  ofEvent(
    { name: 'pretix.event.order.refund.canceled', label: 'Refund of payment canceled', group: 'orders' },
    ['code'],
  ),
  ofEvent({ name: 'pretix.event.order.refund.failed', label: 'Refund of payment failed', group: 'orders' }, [
    'code',
  ]),
  ofEvent({ name: 'pretix.event.order.payment.confirmed', label: 'Payment confirmed', group: 'orders' }, [
    'code',
  ]),
  ofEvent({ name: 'pretix.event.order.approved', label: 'Order approved', group: 'orders' }, ['code']),
  ofEvent({ name: 'pretix.event.order.denied', label: 'Order denied', group: 'orders' }, ['code']),
  ofEvent({ name: 'pretix.event.order.deleted', label: 'Order deleted', group: 'orders' }, ['code']),
  ofEvent({ name: 'pretix.event.checkin', label: 'Ticket checked in', group: 'check-in' }, ['code'], checkin),
  ofEvent(
    { name: 'pretix.event.checkin.reverted', label: 'Ticket check-in reverted', group: 'check-in' },
    ['code'],
    checkin,
  ),
  ofEvent({ name: 'pretix.event.added', label: 'Event created', group: 'events' }),
  ofEvent({ name: 'pretix.event.changed', label: 'Event details changed', group: 'events' }),
  ofEvent({ name: 'pretix.event.deleted', label: 'Event deleted', group: 'events', ignoresEventLimit: true }),
  ofEvent({ name: 'pretix.subevent.added', label: 'Event series date added', group: 'events' }, ['subevent']),
  ofEvent({ name: 'pretix.subevent.changed', label: 'Event series date changed', group: 'events' }, [
    'subevent',
  ]),
  ofEvent({ name: 'pretix.subevent.deleted', label: 'Event series date deleted', group: 'events' }, [
    'subevent',
  ]),
  ofEvent(
    {
      name: 'pretix.event.item.*',
      label: 'Product changed',
      group: 'products',
      help: 'Also sent when a product is added or deleted, or when a part of it (a variation, a bundle) changes.',
      sampleAction: 'pretix.event.item.changed',
    },
    ['item'],
  ),
  ofEvent({ name: 'pretix.event.live.activated', label: 'Shop taken live', group: 'shop' }),
  ofEvent({ name: 'pretix.event.live.deactivated', label: 'Shop taken offline', group: 'shop' }),
  ofEvent({
    name: 'pretix.event.testmode.activated',
    label: 'Test-Mode of shop has been activated',
    group: 'shop',
  }),
  ofEvent({
    name: 'pretix.event.testmode.deactivated',
    label: 'Test-Mode of shop has been deactivated',
    group: 'shop',
  }),
  ofEvent(
    {
      name: 'pretix.event.orders.waitinglist.added',
      label: 'Waiting list entry added',
      group: 'waiting list',
    },
    ['waitinglistentry'],
  ),
  ofEvent(
    {
      name: 'pretix.event.orders.waitinglist.changed',
      label: 'Waiting list entry changed',
      group: 'waiting list',
    },
    ['waitinglistentry'],
  ),
  ofEvent(
    {
      name: 'pretix.event.orders.waitinglist.deleted',
      label: 'Waiting list entry deleted',
      group: 'waiting list',
    },
    ['waitinglistentry'],
  ),
  ofEvent(
    {
      name: 'pretix.event.orders.waitinglist.voucher_assigned',
      label: 'Waiting list entry received voucher',
      group: 'waiting list',
    },
    ['waitinglistentry'],
  ),
  ofEvent({ name: 'pretix.voucher.added', label: 'Voucher added', group: 'vouchers' }, ['voucher']),
  ofEvent(
    {
      name: 'pretix.voucher.changed',
      label: 'Voucher changed',
      group: 'vouchers',
      help: 'Sent when somebody edits the voucher, not each time it is redeemed.',
    },
    ['voucher'],
  ),
  ofEvent({ name: 'pretix.voucher.deleted', label: 'Voucher deleted', group: 'vouchers' }, ['voucher']),
  ofOrganizer({ name: 'pretix.customer.created', label: 'Customer account created', group: 'customers' }, [
    'organizer',
    'customer',
  ]),
  ofOrganizer({ name: 'pretix.customer.changed', label: 'Customer account changed', group: 'customers' }, [
    'organizer',
    'customer',
  ]),
  ofOrganizer(
    { name: 'pretix.customer.anonymized', label: 'Customer account anonymized', group: 'customers' },
    ['organizer', 'customer'],
  ),
  ofOrganizer({ name: 'pretix.giftcards.created', label: 'Gift card added', group: 'gift cards' }, [
    'issuer_id',
    'giftcard',
  ]),
  ofOrganizer({ name: 'pretix.giftcards.modified', label: 'Gift card modified', group: 'gift cards' }, [
    'issuer_id',
    'giftcard',
  ]),
  ofOrganizer(
    {
      name: 'pretix.giftcards.transaction.*',
      label: 'Gift card used in a transaction',
      group: 'gift cards',
      sampleAction: 'pretix.giftcards.transaction.manual',
    },
    ['issuer_id', 'acceptor_id', 'giftcard'],
  ),
];
