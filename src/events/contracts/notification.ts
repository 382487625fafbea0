/** What happened, as an emitter says it. Reference fields stand beside `organizer` and `event`, as receivers will see them. */
export interface NewNotification {
  readonly action: string;
  /** Slug. */
  readonly organizer: string;
  /** Slug; absent in organizer-level actions. */
  readonly event?: string | null;
  /** Stored and fetchable, never sent; at most 16 KiB of JSON. */
  readonly data?: Readonly<Record<string, unknown>> | null;
  /** Scoped to the organizer: the same key with the same content records once. */
  readonly idempotency_key?: string | null;
  readonly [referenceField: string]: unknown;
}

/** The durable record that an action happened. */
export interface RecordedNotification {
  readonly id: number;
  readonly recorded: Date;
  readonly organizerId: number;
  readonly organizer: string;
  readonly event: string | null;
  readonly actionType: string;
  readonly action: string;
  /** Webhooks it is owed to. */
  readonly deliveries: number;
  /** Recorded before under the same recording key; nothing was recorded now. */
  readonly duplicate: boolean;
}

/** Finds a notification: its day is its partition. */
export interface NotificationKey {
  readonly id: number;
  readonly recorded: Date;
}

/** What delivery and the log need of a notification. */
export interface NotificationSummary extends NotificationKey {
  readonly organizerId: number;
  readonly actionType: string;
  readonly action: string;
  /** Slug. */
  readonly event: string | null;
  /** The value of the type's first reference field, as text. */
  readonly reference: string | null;
  /** The request body: the same text at every attempt. */
  readonly body: string;
}
