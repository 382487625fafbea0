/** What has not ended, by when it was recorded. */
export interface BacklogAges {
  readonly underMinute: number;
  readonly underHour: number;
  readonly underDay: number;
  readonly older: number;
}

/** When calls are due, soonest first. */
export const dueTimes = ['now', 'withinMinute', 'withinHour', 'later'] as const;
export type DueTime = (typeof dueTimes)[number];

/** What waits to be called, by when it is due. */
export interface DueCalls extends Readonly<Record<DueTime, number>> {
  /** From this one on there may be more: no more of a lane were counted. Null: they are all. */
  readonly moreFrom: DueTime | null;
}

/** A webhook that others wait for. */
export interface OwedWebhook {
  readonly webhookId: number;
  readonly owed: number;
}

/** What is owed by all organizers, as much as can be told at once. */
export interface BacklogState {
  /** An estimate where there are many. */
  readonly owed: number;
  /** How many were looked at: those that were recorded first. */
  readonly counted: number;
  /** When the first of them was recorded; null: nothing is owed. */
  readonly oldest: Date | null;
  /** When the last that was looked at was recorded. */
  readonly youngestCounted: Date | null;
  /** Of those that were looked at. */
  readonly ages: BacklogAges;
  /** Of those that were looked at; the most owed first. */
  readonly worst: readonly OwedWebhook[];
  readonly due: DueCalls;
}

/** What is owed, for pages. However much it is, a bounded part of it is read. */
export interface Backlog {
  /** No more are looked at, nor waiting calls of a lane. */
  readonly mostCounted: number;
  state(): Promise<BacklogState>;
}
export const Backlog = Symbol('Backlog');
