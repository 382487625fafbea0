/** What all processes did in one minute. */
export interface TrafficMinute {
  readonly minute: Date;
  /** Notifications recorded. */
  readonly recorded: number;
  /** Deliveries that a receiver took. */
  readonly delivered: number;
  /** Calls that failed. */
  readonly failed: number;
}

/** From recording until a receiver had taken it; deliveries in their first round. */
export interface ArrivalTimes {
  readonly count: number;
  /** Seconds that half of them did not exceed, as the upper bound of a class; null: longer than the last class. */
  readonly median: number | null;
  /** The same of 95 %. */
  readonly p95: number | null;
}

/** What goes in and out of the whole installation. A process that is killed takes its last five seconds with it. */
export interface Traffic {
  /** The last `count` minutes, oldest first, every one; the last is not over yet. */
  minutes(count: number): Promise<readonly TrafficMinute[]>;
  /** Of the last `count` minutes. */
  arrivals(count: number): Promise<ArrivalTimes>;
}
export const Traffic = Symbol('Traffic');
