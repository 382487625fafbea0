/** Asked before a group is recorded, answered by delivery, which shares this process's time with recording. */
export interface RecordingPace {
  /** Resolves at once, or up to a quarter of a second later where deliveries are recorded faster than called. Never rejects. */
  turn(): Promise<void>;
}
export const RecordingPace = Symbol('RecordingPace');
