import { BinaryRows, copyRows, DayPartitions, type EntityManager } from '@app/database';
import type { SettledCall } from '@contracts/delivery';
import { Injectable } from '@nestjs/common';
import { CallIds } from './call-ids.service.js';
import { CallTexts, type StoredTexts } from './call-texts.service.js';

interface CallToLog {
  readonly id: number;
  readonly call: SettledCall;
  readonly texts: StoredTexts;
}

type Column = readonly [name: string, write: (rows: BinaryRows, call: CallToLog) => void];

/** What an integer holds: a process that was frozen for longer logs this. */
const mostMicroseconds = 2 ** 31 - 1;

const microseconds = (seconds: number | null): number | null =>
  seconds === null ? null : Math.min(Math.round(seconds * 1_000_000), mostMicroseconds);

const columns: readonly Column[] = [
  ['datetime', (rows, { call }) => rows.timestamptz(call.began)],
  ['id', (rows, { id }) => rows.bigint(id)],
  ['organizer_id', (rows, { call }) => rows.bigint(call.organizerId)],
  ['webhook_id', (rows, { call }) => rows.bigint(call.webhookId)],
  ['delivery_id', (rows, { call }) => rows.bigint(call.deliveryId)],
  ['notification_id', (rows, { call }) => rows.bigint(call.notification.id)],
  ['recorded', (rows, { call }) => rows.timestamptz(call.notification.recorded)],
  ['next_attempt', (rows, { call }) => rows.timestamptz(call.nextAttempt)],
  ['action_type_id', (rows, { texts }) => rows.integer(texts.actionTypeId)],
  ['action_id', (rows, { texts }) => rows.integer(texts.actionId)],
  ['target_url_id', (rows, { texts }) => rows.integer(texts.targetUrlId)],
  ['request_headers_id', (rows, { texts }) => rows.integer(texts.requestHeadersId)],
  ['response_headers_id', (rows, { texts }) => rows.integer(texts.responseHeadersId)],
  ['duration_us', (rows, { call }) => rows.integer(microseconds(call.result.durationMs / 1_000))],
  ['dns_us', (rows, { call }) => rows.integer(microseconds(call.result.timings.dns))],
  ['connect_us', (rows, { call }) => rows.integer(microseconds(call.result.timings.connect))],
  ['tls_us', (rows, { call }) => rows.integer(microseconds(call.result.timings.tls))],
  ['first_byte_us', (rows, { call }) => rows.integer(microseconds(call.result.timings.first_byte))],
  ['response_date_offset', (rows, { texts }) => rows.smallint(texts.dateOffset)],
  ['round', (rows, { call }) => rows.smallint(call.round)],
  ['attempt', (rows, { call }) => rows.smallint(call.attempt)],
  ['return_code', (rows, { call }) => rows.smallint(call.result.returnCode)],
  ['success', (rows, { call }) => rows.boolean(call.result.success)],
  ['final', (rows, { call }) => rows.boolean(call.final && call.deliveryId !== null)],
  ['event', (rows, { call }) => rows.text(call.notification.event)],
  ['reference', (rows, { call }) => rows.text(call.notification.reference)],
  ['remote_address', (rows, { call }) => rows.text(call.result.remoteAddress)],
  ['error_code', (rows, { call }) => rows.text(call.result.error?.code ?? null)],
  ['error_message', (rows, { call }) => rows.text(call.result.error?.message ?? null)],
  ['test_payload', (rows, { call }) => rows.text(call.deliveryId === null ? call.notification.body : null)],
  ['response_headers', (rows, { texts }) => rows.text(texts.responseHeaders)],
  ['response_body', (rows, { call }) => rows.text(call.result.responseBody)],
];

const table = `calls (${columns.map(([name]) => name).join(', ')})`;

/** Writes the history of calls. */
@Injectable()
export class CallLogRepository {
  constructor(
    private readonly ids: CallIds,
    private readonly texts: CallTexts,
    private readonly partitions: DayPartitions,
  ) {}

  /** Logs a group in one statement; answers the ids in the group's order. */
  async insert(calls: readonly SettledCall[], manager: EntityManager): Promise<readonly number[]> {
    // A failed insert would end the transaction, with the states in it: so the day is there before.
    await this.partitions.require(
      'calls',
      calls.map(({ began }) => began),
    );
    const texts = await this.texts.store(calls);
    const ids = await this.ids.draw(calls.length, manager);
    const rows = new BinaryRows(columns.length);
    for (const [index, call] of calls.entries()) {
      const given = { id: ids[index]!, call, texts: texts[index]! };
      rows.row();
      for (const [, write] of columns) write(rows, given);
    }
    await copyRows(table, rows, manager);
    return ids;
  }
}
