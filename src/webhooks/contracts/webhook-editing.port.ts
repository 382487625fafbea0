import type { Principal } from '@app/access';

/** Who edits webhooks of which organizer. */
export interface WebhookEditor {
  readonly organizerId: number;
  readonly principal: Principal;
}

/** The fields of a webhook by the names of the API; what is absent stays as it is. */
export type WebhookFields = Readonly<Record<string, unknown>>;

/** What the API does to webhooks, for pages: the same checks, the same entries in the audit trail. */
export interface WebhookEditing {
  /** The id of the new webhook. @throws ValidationFailed */
  create(fields: WebhookFields, editor: WebhookEditor): Promise<number>;
  /** @throws ValidationFailed, NotFound */
  update(webhookId: number, fields: WebhookFields, editor: WebhookEditor): Promise<void>;
  /** It is no more, nor is what it was owed; its log stays until it expires. @throws NotFound */
  remove(webhookId: number, editor: WebhookEditor): Promise<void>;
}
export const WebhookEditing = Symbol('WebhookEditing');
