import type { TimedHour } from '@contracts/logs';
import type { WebhookRow } from '../list/webhook-row.js';
import type { LogQuery } from './log-filter.js';
import type { ProgressProps } from './progress.js';
import type { LogPart } from './webhook-page.service.js';

export interface WebhookPageProps {
  readonly organizer: string;
  readonly row: WebhookRow;
  readonly hours: readonly TimedHour[];
  readonly progress: Pick<ProgressProps, 'resends' | 'retries'>;
  readonly log: LogPart;
  readonly query: LogQuery;
  /** Whether the log is shown from its newest call on. */
  readonly isNewest: boolean;
  /** All that are registered. */
  readonly types: readonly string[];
  readonly mostAttempts: number;
  /** How long the log goes back. */
  readonly logDays: number;
  /** No more retries are counted. */
  readonly mostCounted: number;
  readonly notice: string | undefined;
  readonly count: number | undefined;
}
