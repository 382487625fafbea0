/** Where an action happens: in an event, or in the organizer as a whole. */
export const scopes = ['event', 'organizer'] as const;
export type Scope = (typeof scopes)[number];

export const fieldTypes = ['string', 'integer', 'boolean'] as const;
export type FieldType = (typeof fieldTypes)[number];

/** A reference field: names what changed, so that the receiver can fetch it. */
export interface ReferenceField {
  readonly name: string;
  readonly type: FieldType;
  /** Absent ones are sent as null; others are required. */
  readonly nullable?: boolean;
  readonly description: string;
  readonly sample: string | number | boolean;
}

/** One kind of change. Its name may end in `.*` and then covers every action below it. */
export interface ActionType {
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  readonly group: string;
  readonly scope: Scope;
  /** Matched whatever a webhook's `limit_events` says; the event may be gone already. */
  readonly ignoresEventLimit?: boolean;
  readonly sampleAction: string;
  /** The keys of the body, in order: `notification_id`, `organizer`, `event`, `action`, or a reference field. */
  readonly body: readonly string[];
  readonly fields: readonly ReferenceField[];
}
