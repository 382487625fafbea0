import { DayPartitions, type EntityManager, TextCatalog } from '@app/database';
import { maskUrl } from '@app/http-egress';
import type { SettledCall } from '@contracts/delivery';
import { Injectable } from '@nestjs/common';
import { storedHeaders } from './request-headers.js';

/** A call with the two of its texts that are stored once and shared. */
interface CallToLog extends SettledCall {
  readonly maskedUrl: string;
  readonly headers: string;
}
type TextIds = ReadonlyMap<string, number>;

/** One column of the statement: its type, and the value of a call. */
type Column = readonly [name: string, type: string, valueOf: (call: CallToLog, texts: TextIds) => unknown];

const microseconds = (seconds: number | null): number | null =>
  seconds === null ? null : Math.round(seconds * 1_000_000);

const columns: readonly Column[] = [
  ['datetime', 'timestamptz', ({ began }) => began],
  ['organizer_id', 'bigint', ({ organizerId }) => organizerId],
  ['webhook_id', 'bigint', ({ webhookId }) => webhookId],
  ['delivery_id', 'bigint', ({ deliveryId }) => deliveryId],
  ['notification_id', 'bigint', ({ notification }) => notification.id],
  ['recorded', 'timestamptz', ({ notification }) => notification.recorded],
  ['next_attempt', 'timestamptz', ({ nextAttempt }) => nextAttempt],
  ['action_type_id', 'integer', ({ notification }, texts) => texts.get(notification.actionType)],
  ['action_id', 'integer', ({ notification }, texts) => texts.get(notification.action)],
  ['target_url_id', 'integer', ({ maskedUrl }, texts) => texts.get(maskedUrl)],
  ['request_headers_id', 'integer', ({ headers }, texts) => texts.get(headers)],
  ['duration_us', 'integer', ({ result }) => Math.round(result.durationMs * 1_000)],
  ['dns_us', 'integer', ({ result }) => microseconds(result.timings.dns)],
  ['connect_us', 'integer', ({ result }) => microseconds(result.timings.connect)],
  ['tls_us', 'integer', ({ result }) => microseconds(result.timings.tls)],
  ['first_byte_us', 'integer', ({ result }) => microseconds(result.timings.first_byte)],
  ['round', 'smallint', ({ round }) => round],
  ['attempt', 'smallint', ({ attempt }) => attempt],
  ['return_code', 'smallint', ({ result }) => result.returnCode],
  ['success', 'boolean', ({ result }) => result.success],
  ['final', 'boolean', ({ final, deliveryId }) => final && deliveryId !== null],
  ['event', 'text', ({ notification }) => notification.event],
  ['reference', 'text', ({ notification }) => notification.reference],
  ['remote_address', 'text', ({ result }) => result.remoteAddress],
  ['error_code', 'text', ({ result }) => result.error?.code],
  ['error_message', 'text', ({ result }) => result.error?.message],
  [
    'test_payload',
    'text',
    ({ deliveryId, notification }) => (deliveryId === null ? notification.body : null),
  ],
  ['response_headers', 'json', ({ result }) => JSON.stringify(result.responseHeaders)],
  ['response_body', 'text', ({ result }) => result.responseBody],
];

const names = columns.map(([name]) => name).join(', ');
const arrays = columns.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ');

/** The ids are drawn beside the order of the calls, so that they can be told apart afterwards. */
const insertCalls = `
  WITH given AS MATERIALIZED (
    SELECT nextval('call_ids') AS id, c.* FROM unnest(${arrays}) WITH ORDINALITY AS c (${names}, position)
  ), logged AS (
    INSERT INTO calls (id, ${names}) SELECT id, ${names} FROM given
  )
  SELECT id FROM given ORDER BY position`;

/** Writes the history of calls. */
@Injectable()
export class CallLogRepository {
  constructor(
    private readonly catalog: TextCatalog,
    private readonly partitions: DayPartitions,
  ) {}

  /** Logs a group in one statement; answers the ids in the group's order. */
  async insert(calls: readonly SettledCall[], manager: EntityManager): Promise<readonly number[]> {
    // A failed insert would end the transaction, with the states in it: so the day is there before.
    await this.partitions.require(
      'calls',
      calls.map(({ began }) => began),
    );
    const given = calls.map((call) => toLog(call));
    const texts = await this.catalog.idsOf(textsOf(given));
    const rows = await manager.query<{ id: number }[]>(
      insertCalls,
      columns.map(([, , valueOf]) => given.map((call) => valueOf(call, texts) ?? null)),
    );
    return rows.map(({ id }) => id);
  }
}

function toLog(call: SettledCall): CallToLog {
  const headers = storedHeaders(call.result.requestHeaders, call.notification.body);
  return { ...call, maskedUrl: maskUrl(call.url), headers };
}

function* textsOf(calls: readonly CallToLog[]): Iterable<string> {
  for (const { notification, maskedUrl, headers } of calls) {
    yield notification.actionType;
    yield notification.action;
    yield maskedUrl;
    yield headers;
  }
}
