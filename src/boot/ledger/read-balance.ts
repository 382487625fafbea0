import { TransactionRunner, DayPartitions } from '@app/database';
import { DataSource } from 'typeorm';
import { attachedDatabaseUrl } from '../attached-database.js';
import { lookingOptions } from '../../config/database-options.js';
import type { ReadSettings } from '../../config/read-settings.js';
import { ArgumentFault, type BalanceArguments } from '../../delivery/balance/balance-arguments.js';
import type { BalanceReport } from '../../delivery/balance/balance-report.js';
import { LedgerBalance } from '../../delivery/balance/ledger-balance.js';
import { FanOutsRepository } from '../../delivery/ledger/fan-outs.repository.js';
import { keptSince } from '../../delivery/ledger/kept-since.js';
import { Ledger } from '../../delivery/ledger/ledger.service.js';
import { OwedStatesRepository } from '../../delivery/ledger/owed-states.repository.js';
import { NotificationsRepository } from '../../events/notifications/notifications.repository.js';
import { DeliveryHistoryRepository } from '../../logs/history/delivery-history.repository.js';
import { Retention } from '../../logs/retention/retention.js';
import { OrganizerDirectoryService } from '../../organizers/accounts/organizer-directory.service.js';
import { PresentWebhooksRepository } from '../../webhooks/directory/present-webhooks.repository.js';

type Asked = Pick<BalanceArguments, 'since' | 'until' | 'organizer'>;

/**
 * Looks at the ledger from outside of the application, whose parts would begin to work once they are there: these are
 * put together by hand, over connections that cannot write.
 * @throws ArgumentFault when nothing of that time or organizer is there
 */
export async function readBalance(settings: ReadSettings, asked: Asked): Promise<BalanceReport> {
  const dataSource = await new DataSource(lookingOptions(await attachedDatabaseUrl(settings))).initialize();
  try {
    const [row] = await dataSource.query<{ now: Date }[]>('SELECT clock_timestamp() AS now');
    return await reportOf(dataSource, settings, asked, row!.now);
  } finally {
    await dataSource.destroy();
  }
}

async function reportOf(
  dataSource: DataSource,
  settings: ReadSettings,
  { since, until, organizer }: Asked,
  now: Date,
): Promise<BalanceReport> {
  const transactions = new TransactionRunner(dataSource);
  const organizers = new OrganizerDirectoryService(transactions);
  const time = timeOf(since(now), until(now), keptSince(now, settings));
  const organizerId = organizer === undefined ? undefined : await idOf(organizer, organizers);
  const ledger = ledgerOf(dataSource, transactions, settings, now);
  const balance = await new LedgerBalance(ledger).of({ ...time, organizerId });
  const notifications = new NotificationsRepository(transactions);
  return {
    ...time,
    organizer,
    notifications: await notifications.count(time.since, time.until, organizerId),
    balance,
    slugs: await organizers.slugsOf(balance.examples.map(({ delivery }) => delivery.organizerId)),
  };
}

function timeOf(asked: Date, until: Date, kept: Date): Pick<BalanceReport, 'asked' | 'since' | 'until'> {
  if (asked >= until) throw new ArgumentFault('--until must be after --since.');
  if (until <= kept) {
    throw new ArgumentFault(
      `Nothing is kept of that time: --until must be after ${kept.toISOString()} (DOORBELL_LOG_RETENTION_DAYS).`,
    );
  }
  return { asked, since: asked > kept ? asked : kept, until };
}

async function idOf(slug: string, organizers: OrganizerDirectoryService): Promise<number> {
  const found = (await organizers.findBySlug([slug])).get(slug);
  if (!found) throw new ArgumentFault(`There is no organizer "${slug}".`);
  return found.id;
}

function ledgerOf(
  dataSource: DataSource,
  transactions: TransactionRunner,
  settings: ReadSettings,
  now: Date,
): Ledger {
  const retention = new Retention({ now: () => now }, settings);
  return new Ledger(
    new FanOutsRepository(new DayPartitions(dataSource)),
    new OwedStatesRepository(),
    transactions,
    new DeliveryHistoryRepository(retention),
    new PresentWebhooksRepository(),
  );
}
