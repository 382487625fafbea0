import { type CursorAnswer, type CursorRequest, NotFound } from '@app/rest';
import { NotificationArchive } from '@contracts/events';
import { Inject, Injectable } from '@nestjs/common';
import type { CallDetailRow, CallRow } from './call-row.js';
import { CallSearchRepository, type CallQuery } from './call-search.repository.js';
import type { CallDetailDto, CallDto } from './call.dto.js';
import { toCallDetailDto, toCallDto } from './call.mapper.js';

const manyNotifications = 2_000;
/** What calls of tests are about. */
const testNotificationId = 0;

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
    const rows = await this.search({ ...query, after, limit: limit + 1 });
    return cursor.answer(rows, toCallDto, ({ datetime, id }) => ({ time: datetime, id }));
  }

  /** The same as rows. */
  async search(query: CallQuery): Promise<readonly CallRow[]> {
    const notificationIds = await this.notificationIdsOf(query);
    return this.calls.search({ ...query, notificationIds });
  }

  /** Every call of a delivery that can be shown, newest first. */
  async ofDelivery(deliveryId: number, recorded: Date): Promise<readonly CallDto[]> {
    return (await this.rowsOfDelivery(deliveryId, recorded)).map(toCallDto);
  }

  async rowsOfDelivery(deliveryId: number, recorded: Date): Promise<readonly CallRow[]> {
    return this.calls.ofDelivery(deliveryId, recorded);
  }

  /** @throws NotFound('Call') also when it is past its time */
  async require(webhookId: number, callId: number): Promise<CallDetailDto> {
    const { row, body } = await this.requireRow(webhookId, callId);
    return toCallDetailDto(row, body);
  }

  /** With the body that was sent; null when it is no longer kept. @throws NotFound('Call') */
  async requireRow(
    webhookId: number,
    callId: number,
  ): Promise<{ readonly row: CallDetailRow; readonly body: string | null }> {
    const row = await this.calls.find(webhookId, callId);
    if (!row) throw new NotFound('Call');
    return { row, body: await this.bodyOf(row) };
  }

  /**
   * The log has no index of references, which are those of notifications: it would cost each call 110 bytes of WAL.
   * @returns undefined when they are not asked for, or so many that they are met soon when the log is read in its order
   */
  private async notificationIdsOf({
    organizerId,
    filter: { notification, reference },
  }: Pick<CallQuery, 'organizerId' | 'filter'>): Promise<readonly number[] | undefined> {
    if (notification !== undefined) return [notification];
    if (reference === undefined) return undefined;
    const found = await this.notifications.ofReference(organizerId, reference, manyNotifications);
    if (found.length === manyNotifications) return undefined;
    return [...found.map(({ id }) => id), testNotificationId];
  }

  private async bodyOf({ test_payload, notification_id, recorded }: CallDetailRow): Promise<string | null> {
    if (test_payload !== null) return test_payload;
    const found = await this.notifications.load([{ id: notification_id, recorded }]);
    return found.get(notification_id)?.body ?? null;
  }
}
