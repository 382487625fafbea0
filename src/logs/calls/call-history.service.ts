import type { CallFilter, CallHistory, CallPlace, LoggedCall, LoggedCallDetails } from '@contracts/logs';
import { Injectable } from '@nestjs/common';
import { CallLog } from './call-log.service.js';
import type { CallRow } from './call-row.js';
import { CallSearchRepository } from './call-search.repository.js';
import { toCallDetailDto } from './call.mapper.js';

/** The log as pages show it: what the API answers, as dates and with its own names. */
@Injectable()
export class CallHistoryService implements CallHistory {
  constructor(
    private readonly log: CallLog,
    private readonly calls: CallSearchRepository,
  ) {}

  async list(
    { id: webhookId, organizerId }: { readonly id: number; readonly organizerId: number },
    { actionType, ...filter }: CallFilter,
    { before, limit }: { readonly before: CallPlace | null; readonly limit: number },
  ): Promise<readonly LoggedCall[]> {
    const asked = { ...filter, ...(actionType === undefined ? {} : { action_type: actionType }) };
    const rows = await this.log.search({ organizerId, webhookId, filter: asked, after: before, limit });
    return rows.map(toLoggedCall);
  }

  async require(webhookId: number, callId: number): Promise<LoggedCallDetails> {
    const { row, body } = await this.log.requireRow(webhookId, callId);
    const shown = toCallDetailDto(row, body);
    return {
      ...toLoggedCall(row),
      recorded: row.recorded,
      payload: shown.payload,
      requestHeaders: shown.request_headers,
      responseHeaders: shown.response_headers,
      responseBody: shown.response_body,
      remoteAddress: shown.remote_address,
      timings: shown.timings,
    };
  }

  async ofDelivery(deliveryId: number, recorded: Date): Promise<readonly LoggedCall[]> {
    return (await this.log.rowsOfDelivery(deliveryId, recorded)).map(toLoggedCall);
  }

  async lastOf(deliveryIds: readonly number[], recorded: Date): Promise<ReadonlyMap<number, LoggedCall>> {
    const rows = await this.calls.lastOf(deliveryIds, recorded);
    return new Map(rows.map((row) => [row.delivery_id, toLoggedCall(row)]));
  }
}

function toLoggedCall(row: CallRow): LoggedCall {
  const { error_code: code, error_message: message } = row;
  return {
    id: row.id,
    began: row.datetime,
    webhookId: row.webhook_id,
    deliveryId: row.delivery_id,
    notificationId: row.notification_id,
    actionType: row.action_type,
    action: row.action,
    event: row.event,
    reference: row.reference,
    targetUrl: row.target_url,
    round: row.round,
    attempt: row.attempt,
    durationMs: row.duration_us / 1_000,
    returnCode: row.return_code,
    success: row.success,
    error: code === null ? null : { code, message: message ?? '' },
    nextAttempt: row.next_attempt,
  };
}
