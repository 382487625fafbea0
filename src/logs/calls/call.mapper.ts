import type { FieldsOf } from '@app/rest';
import { shownHeaders } from '../record/request-headers.js';
import { shownResponseHeaders } from '../record/response-headers.js';
import type { CallDetailRow, CallRow } from './call-row.js';
import type { CallDetailDto, CallDto } from './call.dto.js';

export function toCallDto(row: CallRow): FieldsOf<CallDto> {
  const { error_code: code, error_message: message } = row;
  return {
    id: row.id,
    datetime: row.datetime.toISOString(),
    webhook: row.webhook_id,
    delivery: row.delivery_id,
    notification_id: row.notification_id,
    action_type: row.action_type,
    action: row.action,
    event: row.event,
    target_url: row.target_url,
    round: row.round,
    attempt: row.attempt,
    is_retry: row.attempt > 1,
    execution_time: seconds(row.duration_us),
    return_code: row.return_code,
    success: row.success,
    error: code === null ? null : { code, message: message ?? '' },
    next_attempt: row.next_attempt?.toISOString() ?? null,
    test: row.delivery_id === null,
  };
}

/** @param body of the notification; null when it is no longer kept */
export function toCallDetailDto(row: CallDetailRow, body: string | null): CallDetailDto {
  const { response_headers: text, response_date_offset: dateOffset } = row;
  return {
    ...toCallDto(row),
    payload: body,
    request_headers: shownHeaders(row.request_headers, body ?? ''),
    response_headers: shownResponseHeaders({ text, dateOffset }, row.datetime),
    response_body: row.response_body,
    remote_address: row.remote_address,
    timings: {
      dns: nullableSeconds(row.dns_us),
      connect: nullableSeconds(row.connect_us),
      tls: nullableSeconds(row.tls_us),
      first_byte: nullableSeconds(row.first_byte_us),
      total: seconds(row.duration_us),
    },
  };
}

const seconds = (microseconds: number): number => microseconds / 1_000_000;
const nullableSeconds = (microseconds: number | null): number | null =>
  microseconds === null ? null : seconds(microseconds);
