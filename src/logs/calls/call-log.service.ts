import { type CursorAnswer, type CursorRequest, NotFound } from '@app/rest';
import { NotificationArchive } from '@contracts/events';
import { Inject, Injectable } from '@nestjs/common';
import type { CallDetailRow } from './call-row.js';
import { CallSearchRepository, type CallQuery } from './call-search.repository.js';
import type { CallDetailDto, CallDto } from './call.dto.js';
import { toCallDetailDto, toCallDto } from './call.mapper.js';

/** The log of calls as the API shows it. */
@Injectable()
export class CallLog {
  constructor(
    private readonly calls: CallSearchRepository,
    @Inject(NotificationArchive) private readonly notifications: NotificationArchive,
  ) {}

  /** One stretch of the log, newest first. */
  async list(
    query: Omit<CallQuery, 'after' | 'limit'>,
    cursor: CursorRequest,
  ): Promise<CursorAnswer<CallDto>> {
    const { after, limit } = cursor;
    const rows = await this.calls.search({ ...query, after, limit: limit + 1 });
    return cursor.answer(rows, toCallDto, ({ datetime, id }) => ({ time: datetime, id }));
  }

  /** Every call of a delivery that can be shown, newest first. */
  async ofDelivery(deliveryId: number): Promise<readonly CallDto[]> {
    return (await this.calls.ofDelivery(deliveryId)).map(toCallDto);
  }

  /** @throws NotFound('Call') also when it is past its time */
  async require(webhookId: number, callId: number): Promise<CallDetailDto> {
    const row = await this.calls.find(webhookId, callId);
    if (!row) throw new NotFound('Call');
    return toCallDetailDto(row, await this.bodyOf(row));
  }

  private async bodyOf({ test_payload, notification_id, recorded }: CallDetailRow): Promise<string | null> {
    if (test_payload !== null) return test_payload;
    const found = await this.notifications.load([{ id: notification_id, recorded }]);
    return found.get(notification_id)?.body ?? null;
  }
}
