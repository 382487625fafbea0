import { droppedReasons } from '@contracts/webhooks';
import type { DeliveryState, LedgerEntry } from '../ledger/ledger-entry.js';
import type { Balance } from './ledger-balance.js';

export interface BalanceReport {
  readonly since: Date;
  readonly until: Date;
  /** Earlier than `since`: of what was recorded before that, the log may be gone. */
  readonly asked: Date;
  readonly organizer: string | undefined;
  /** Recorded in this time, whether or not anybody wanted to know. */
  readonly notifications: number;
  readonly balance: Balance;
  /** Of the organizers of all examples, by id. */
  readonly slugs: ReadonlyMap<number, string>;
}

/** For programs. */
export function toJson(report: BalanceReport): string {
  const { since, until, organizer = null, notifications, balance, slugs } = report;
  const count = (state: DeliveryState): number => balance.states.get(state)!;
  const dropped = Object.fromEntries(droppedReasons.map((reason) => [reason, count(reason)]));
  return JSON.stringify({
    since,
    until,
    organizer,
    notifications,
    deliveries: balance.deliveries,
    waiting: count('waiting'),
    queued: count('queued'),
    in_flight: count('in_flight'),
    succeeded: count('succeeded'),
    exhausted: count('exhausted'),
    dropped,
    unaccounted: balance.unaccounted,
    examples: balance.examples.map(({ delivery, states }) => ({
      id: delivery.id,
      notification_id: delivery.notificationId,
      webhook: delivery.webhookId,
      organizer: slugs.get(delivery.organizerId) ?? null,
      recorded: delivery.recorded,
      states,
    })),
  });
}

/** For people. */
export function toText(report: BalanceReport): string {
  const { notifications, balance } = report;
  const line = (name: string, state: DeliveryState) => [name, balance.states.get(state)!] as const;
  const lines = [
    ['Notifications recorded', notifications] as const,
    ['Deliveries owed then', balance.deliveries] as const,
    line('  waiting', 'waiting'),
    line('  queued', 'queued'),
    line('  in flight', 'in_flight'),
    line('  succeeded', 'succeeded'),
    line('  exhausted', 'exhausted'),
    ...droppedReasons.map((reason) => line(`  dropped, ${reason}`, reason)),
    ['  unaccounted for', balance.unaccounted] as const,
  ];
  const width = Math.max(...lines.map(([, count]) => String(count).length));
  const table = lines.map(([name, count]) => `${name.padEnd(nameWidth)} ${String(count).padStart(width)}`);
  return [...headingOf(report), '', ...table, ...examplesOf(report)].join('\n');
}

const nameWidth = 30;

function headingOf({ since, until, asked, organizer }: BalanceReport): readonly string[] {
  const whose = organizer === undefined ? 'by all organizers' : `by ${organizer}`;
  const heading = `Recorded ${whose} from ${since.toISOString()} until ${until.toISOString()}`;
  if (asked >= since) return [heading];
  return [
    heading,
    'What was recorded before that is left out: the log may be gone (DOORBELL_LOG_RETENTION_DAYS).',
  ];
}

function examplesOf({ balance: { examples, unaccounted }, slugs }: BalanceReport): readonly string[] {
  if (unaccounted === 0) return [];
  const lines = examples.map(({ delivery, states }) => {
    const { id, notificationId, webhookId, organizerId, recorded } = delivery;
    const whose = slugs.get(organizerId) ?? `organizer ${organizerId}`;
    const what = `delivery ${id} of notification ${notificationId} to webhook ${webhookId} of ${whose}`;
    return `  ${what}, recorded ${recorded.toISOString()}: ${whyOf(states)}`;
  });
  const more = unaccounted - examples.length;
  return ['', 'Unaccounted for:', ...lines, ...(more > 0 ? [`  and ${more} more`] : [])];
}

function whyOf(states: LedgerEntry['states']): string {
  if (states.length === 0) return 'neither owed nor ended';
  return states.length > 1 ? states.join(' and ') : 'under a lease that is gone';
}
