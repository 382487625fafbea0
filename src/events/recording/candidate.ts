import type { RecordingOutcome, RecordingRequest, AddressedNotification } from './recording-request.js';

/** A notification on its way into the database. */
export interface Candidate extends AddressedNotification {
  readonly id: number;
  readonly recorded: Date;
  readonly eventId: number | null;
}

/** Requests with what each of their notifications has become; those that failed have their outcome already. */
export interface Candidates {
  readonly byRequest: ReadonlyMap<RecordingRequest, readonly Candidate[]>;
  readonly failures: Map<RecordingRequest, RecordingOutcome>;
}
