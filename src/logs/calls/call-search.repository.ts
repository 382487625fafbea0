import { TextCatalog, TransactionRunner } from '@app/database';
import type { CursorKey } from '@app/rest';
import { Injectable } from '@nestjs/common';
import { Retention } from '../retention/retention.js';
import type { WebhookCallFilterDto } from './call-filter.dto.js';
import type { CallDetailRow, CallRow } from './call-row.js';
import { Conditions } from './conditions.js';

export interface CallQuery {
  readonly organizerId: number;
  /** Undefined: of all webhooks. */
  readonly webhookId: number | undefined;
  readonly filter: WebhookCallFilterDto;
  /** Only older ones than this. */
  readonly after: CursorKey | null;
  readonly limit: number;
}

const listed = `datetime, id, webhook_id, delivery_id, notification_id, action_type_id, action_id, target_url_id, event,
  round, attempt, duration_us, return_code, success, error_code, error_message, next_attempt`;
const stored = `${listed}, recorded, test_payload, request_headers_id, response_headers, response_body, remote_address,
  dns_us, connect_us, tls_us, first_byte_us`;
const withTexts = 'c.*, y.text AS action_type, a.text AS action, u.text AS target_url';
const joinTexts =
  'JOIN texts y ON y.id = c.action_type_id JOIN texts a ON a.id = c.action_id JOIN texts u ON u.id = c.target_url_id';
const newestFirst = 'ORDER BY datetime DESC, id DESC';

/** The log of calls, newest first by (datetime, id); never what is past its time. */
@Injectable()
export class CallSearchRepository {
  constructor(
    private readonly transactions: TransactionRunner,
    private readonly catalog: TextCatalog,
    private readonly retention: Retention,
  ) {}

  async search(query: CallQuery): Promise<readonly CallRow[]> {
    const conditions = await this.conditionsOf(query);
    if (!conditions) return [];
    const limit = conditions.parameter(query.limit);
    const select = (outcome: string): string =>
      `SELECT ${listed} FROM calls WHERE ${conditions.sql} ${outcome} ${newestFirst} LIMIT ${limit}`;
    const selected = isOfBothOutcomes(query.filter)
      ? `(${select('AND success')}) UNION ALL (${select('AND NOT success')}) ${newestFirst} LIMIT ${limit}`
      : select('');
    return this.transactions.manager.query<CallRow[]>(
      `SELECT ${withTexts} FROM (${selected}) c ${joinTexts} ${newestFirst}`,
      [...conditions.parameters],
    );
  }

  /** One call of a webhook, with everything. */
  async find(webhookId: number, callId: number): Promise<CallDetailRow | undefined> {
    const [row] = await this.transactions.manager.query<CallDetailRow[]>(
      `SELECT ${withTexts}, h.text AS request_headers
       FROM (SELECT ${stored} FROM calls WHERE id = $1 AND webhook_id = $2 AND datetime >= $3) c
       ${joinTexts} JOIN texts h ON h.id = c.request_headers_id`,
      [callId, webhookId, this.retention.cutoff()],
    );
    return row;
  }

  /** Every call of a delivery, newest first. */
  async ofDelivery(deliveryId: number): Promise<readonly CallRow[]> {
    return this.transactions.manager.query<CallRow[]>(
      `SELECT ${withTexts} FROM (SELECT ${listed} FROM calls WHERE delivery_id = $1 AND datetime >= $2) c
       ${joinTexts} ${newestFirst}`,
      [deliveryId, this.retention.cutoff()],
    );
  }

  /** Undefined: nothing can match. */
  private async conditionsOf({
    organizerId,
    webhookId,
    filter,
    after,
  }: CallQuery): Promise<Conditions | undefined> {
    const conditions = new Conditions();
    conditions.add('organizer_id =', organizerId);
    conditions.add('webhook_id =', webhookId);
    conditions.add('success =', filter.success);
    conditions.add('event =', filter.event);
    conditions.add('notification_id =', filter.notification);
    conditions.add('reference =', filter.reference);
    conditions.add('datetime >=', this.retention.from(filter.since));
    conditions.add('datetime <', filter.until);
    if (after) {
      // The first of the two says which days need not be looked at.
      conditions.add('datetime <=', after.time);
      conditions.addRow('(datetime, id) <', after.time, after.id);
    }
    const { action_type: actionType } = filter;
    if (actionType === undefined) return conditions;
    const typeId = (await this.catalog.find([actionType])).get(actionType);
    if (typeId === undefined) return undefined;
    conditions.add('action_type_id =', typeId);
    return conditions;
  }
}

/**
 * The indexes of the whole log begin with the outcome: without a filter that has an index of its own, both outcomes are
 * read in their order, and merged.
 */
function isOfBothOutcomes(filter: WebhookCallFilterDto): boolean {
  const { success, action_type: actionType, event, notification, reference } = filter;
  return [success, actionType, event, notification, reference].every((value) => value === undefined);
}
