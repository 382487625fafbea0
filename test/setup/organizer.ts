import type { ApiAnswer, ApiClient, JsonObject } from './api-client.js';

export const organizerPermissions = [
  'can_view_organizer',
  'can_change_organizer_settings',
  'can_send_notifications',
] as const;
export type OrganizerPermission = (typeof organizerPermissions)[number];

/** A webhook as the API shows it. */
export interface WebhookAnswer {
  readonly id: number;
  readonly enabled: boolean;
  readonly target_url: string;
  readonly all_events: boolean;
  readonly limit_events: readonly string[];
  readonly action_types: readonly string[];
  readonly comment: string | null;
}

export type WebhookFields = Partial<Omit<WebhookAnswer, 'id'>> & Pick<WebhookAnswer, 'target_url'>;

/** What the API answers when something was recorded. */
export interface RecordedAnswer {
  readonly notification_id: number;
  readonly organizer: string;
  readonly event?: string;
  readonly action: string;
  readonly recorded: string;
  readonly deliveries: number;
}

/** One call as the log's list shows it. */
export interface CallAnswer {
  readonly id: number;
  readonly datetime: string;
  readonly webhook: number;
  readonly delivery: number | null;
  readonly notification_id: number;
  readonly action_type: string;
  readonly action: string;
  readonly event: string | null;
  readonly target_url: string;
  readonly round: number;
  readonly attempt: number;
  readonly is_retry: boolean;
  readonly execution_time: number;
  readonly return_code: number;
  readonly success: boolean;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly next_attempt: string | null;
  readonly test: boolean;
}

/** One call opened. */
export interface CallDetailAnswer extends CallAnswer {
  readonly payload: string;
  readonly request_headers: Readonly<Record<string, string>>;
  readonly response_headers: Readonly<Record<string, string>>;
  readonly response_body: string | null;
  readonly remote_address: string | null;
  readonly timings: Readonly<Record<string, number | null>>;
}

const orderPlaced = 'pretix.event.order.placed';

/** An organizer of one application, and the client of a token of its own. */
export class TestOrganizer {
  /** `/api/v1/organizers/acmecorp` */
  readonly path: string;

  constructor(
    readonly id: number,
    readonly slug: string,
    readonly api: ApiClient,
  ) {
    this.path = `/api/v1/organizers/${slug}`;
  }

  get token(): string {
    return this.api.token!;
  }

  /** Subscribed to placed orders of all events, where `fields` do not say otherwise. @throws unless the answer is 201. */
  async createWebhook(fields: WebhookFields): Promise<WebhookAnswer> {
    const limit = fields.limit_events ?? [];
    const body = {
      all_events: limit.length === 0,
      limit_events: limit,
      action_types: [orderPlaced],
      ...fields,
    };
    return created(await this.api.post<WebhookAnswer>(`${this.path}/webhooks/`, body));
  }

  /** Records order ABC23 of event democon, where `fields` do not say otherwise. @throws unless the answer is 201. */
  async record(fields: JsonObject = {}): Promise<RecordedAnswer> {
    const body =
      'action' in fields ? fields : { action: orderPlaced, event: 'democon', code: 'ABC23', ...fields };
    return created(await this.api.post<RecordedAnswer>(`${this.path}/notifications/`, body));
  }

  async createEvent(slug: string): Promise<void> {
    created(await this.api.post(`${this.path}/events/`, { name: slug, slug }));
  }

  /** The log of a webhook, newest first. */
  async calls(webhookId: number): Promise<readonly CallAnswer[]> {
    const path = `${this.path}/webhooks/${webhookId}/calls/`;
    return expected(200, await this.api.get<{ results: readonly CallAnswer[] }>(path)).results;
  }

  async call(webhookId: number, callId: number): Promise<CallDetailAnswer> {
    return expected(
      200,
      await this.api.get<CallDetailAnswer>(`${this.path}/webhooks/${webhookId}/calls/${callId}/`),
    );
  }
}

const created = <Body>(answer: ApiAnswer<Body>): Body => expected(201, answer);

/** The body. @throws when the status is another one. */
export function expected<Body>(status: number, answer: ApiAnswer<Body>): Body {
  if (answer.status !== status) throw new Error(`${answer.status} in place of ${status}: ${answer.text}`);
  return answer.body;
}
