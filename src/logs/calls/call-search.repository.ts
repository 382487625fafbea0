import { TextCatalog, TransactionRunner } from '@app/database';
import type { CursorKey } from '@app/rest';
import { Injectable } from '@nestjs/common';
import { Retention } from '../retention/retention.js';
import type { WebhookCallFilterDto } from './call-filter.dto.js';
import type { CallDetailRow, CallRow } from './call-row.js';
import { Conditions } from './conditions.js';
import { newestFirst, type TimeRange } from './time-windows.js';

export interface CallQuery {
  readonly organizerId: number;
  /** Undefined: of all webhooks. */
  readonly webhookId: number | undefined;
  readonly filter: WebhookCallFilterDto;
  /** Undefined: of any notification. They are few. */
  readonly notificationIds?: readonly number[] | undefined;
  /** Only older ones than this. */
  readonly after: CursorKey | null;
  readonly limit: number;
}

interface Search {
  readonly conditions: Conditions;
  /** Whose the calls that were found have to be; undefined where the conditions ask it. */
  readonly ownerOfFound: number | undefined;
}

const listed = `datetime, id, webhook_id, delivery_id, notification_id, action_type_id, action_id, target_url_id, event,
  reference, round, attempt, duration_us, return_code, success, error_code, error_message, next_attempt`;
const stored = `${listed}, recorded, test_payload, request_headers_id, response_headers_id, response_headers,
  response_date_offset, response_body, remote_address,
  dns_us, connect_us, tls_us, first_byte_us`;
const withTexts = 'c.*, y.text AS action_type, a.text AS action, u.text AS target_url';
const joinTexts =
  'JOIN texts y ON y.id = c.action_type_id JOIN texts a ON a.id = c.action_id JOIN texts u ON u.id = c.target_url_id';
const orderOfLists = 'ORDER BY datetime DESC, id DESC';

/** The log of calls, newest first by (datetime, id); never what is past its time. */
@Injectable()
export class CallSearchRepository {
  constructor(
    private readonly transactions: TransactionRunner,
    private readonly catalog: TextCatalog,
    private readonly retention: Retention,
  ) {}

  async search(query: CallQuery): Promise<readonly CallRow[]> {
    const search = await this.searchOf(query);
    if (!search) return [];
    const whole = this.rangeOf(query);
    const isOfFew = query.notificationIds !== undefined;
    const found: CallRow[] = [];
    for (const range of isOfFew ? [whole] : newestFirst(whole)) {
      found.push(...(await this.newest(search, range, query.limit - found.length)));
      if (found.length >= query.limit) break;
    }
    return found;
  }

  /** One call of a webhook, with everything. Its id does not say when it was, but those asked for are mostly new. */
  async find(webhookId: number, callId: number): Promise<CallDetailRow | undefined> {
    for (const { from, until } of newestFirst(this.wholeLog())) {
      const [row] = await this.transactions.manager.query<CallDetailRow[]>(
        `SELECT ${withTexts}, h.text AS request_headers, coalesce(c.response_headers, r.text) AS response_headers
         FROM (SELECT ${stored} FROM calls WHERE id = $1 AND webhook_id = $2 AND datetime >= $3 AND datetime < $4) c
         ${joinTexts} JOIN texts h ON h.id = c.request_headers_id LEFT JOIN texts r ON r.id = c.response_headers_id`,
        [callId, webhookId, from, until],
      );
      if (row) return row;
    }
    return undefined;
  }

  /** Every call of a delivery, newest first. @param recorded when its notification was: none is much older */
  async ofDelivery(deliveryId: number, recorded: Date): Promise<readonly CallRow[]> {
    return this.transactions.manager.query<CallRow[]>(
      `SELECT ${withTexts} FROM (
         SELECT ${listed} FROM calls WHERE delivery_id = $1 AND datetime >= $2 AND datetime < $3
       ) c ${joinTexts} ${orderOfLists}`,
      [deliveryId, this.retention.fromRecorded(recorded), this.retention.horizon()],
    );
  }

  /** The newest call of each of these deliveries. @param recorded when the first of their notifications was */
  async lastOf(
    deliveryIds: readonly number[],
    recorded: Date,
  ): Promise<readonly (CallRow & { readonly delivery_id: number })[]> {
    return this.transactions.manager.query(
      `SELECT ${withTexts} FROM (
         SELECT DISTINCT ON (delivery_id) ${listed} FROM calls
         WHERE delivery_id = ANY ($1::bigint[]) AND datetime >= $2 AND datetime < $3
         ORDER BY delivery_id, datetime DESC, id DESC
       ) c ${joinTexts}`,
      [deliveryIds, this.retention.fromRecorded(recorded), this.retention.horizon()],
    );
  }

  private async newest(
    { conditions, ownerOfFound }: Search,
    { from, until }: TimeRange,
    limit: number,
  ): Promise<readonly CallRow[]> {
    const all = conditions.copy();
    all.add('datetime >=', from);
    all.add('datetime <', until);
    const bound = all.parameter(limit);
    // To ask after LIMIT whose the calls are is safe: all calls of a webhook are one organizer's. Asked within, it would
    // lead PostgreSQL to the organizer's index, where it passes over the calls of every other webhook.
    const owned = ownerOfFound === undefined ? '' : `WHERE c.organizer_id = ${all.parameter(ownerOfFound)}`;
    return this.transactions.manager.query<CallRow[]>(
      `SELECT ${withTexts} FROM (
         SELECT organizer_id, ${listed} FROM calls WHERE ${all.sql} ${orderOfLists} LIMIT ${bound}
       ) c ${joinTexts} ${owned} ${orderOfLists}`,
      [...all.parameters],
    );
  }

  private wholeLog(): TimeRange {
    return { from: this.retention.cutoff(), until: this.retention.horizon() };
  }

  private rangeOf({ filter: { since, until }, after }: CallQuery): TimeRange {
    const ends = [this.retention.horizon(), ...(until ? [until] : [])];
    if (after) ends.push(new Date(after.time.getTime() + 1));
    return {
      from: this.retention.from(since),
      until: new Date(Math.min(...ends.map((end) => end.getTime()))),
    };
  }

  /** Undefined: nothing can match. */
  private async searchOf({
    organizerId,
    webhookId,
    filter,
    notificationIds,
    after,
  }: CallQuery): Promise<Search | undefined> {
    const conditions = new Conditions();
    // Failed calls have an index of their own, which begins with the organizer and holds the webhook.
    const isByWebhook = webhookId !== undefined && filter.success !== false;
    const search = { conditions, ownerOfFound: isByWebhook ? organizerId : undefined };
    if (!isByWebhook) conditions.add('organizer_id =', organizerId);
    conditions.add('webhook_id =', webhookId);
    conditions.add('success =', filter.success);
    conditions.add('event =', filter.event);
    conditions.add('reference =', filter.reference);
    if (notificationIds) conditions.addOneOf('notification_id', 'bigint', notificationIds);
    if (after) conditions.addRow('(datetime, id) <', after.time, after.id);
    const { action_type: actionType } = filter;
    if (actionType === undefined) return search;
    const typeId = (await this.catalog.find([actionType])).get(actionType);
    if (typeId === undefined) return undefined;
    conditions.add('action_type_id =', typeId);
    return search;
  }
}
