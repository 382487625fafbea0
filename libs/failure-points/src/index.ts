export { breakingClient } from './breaking-client.js';
export { breakConnection } from './breaking-connection.js';
export { breakingLookup } from './breaking-lookup.js';
export { breakingSocket } from './breaking-socket.js';
export { callKinds, type FailurePlan, failurePointNames, readFailurePlan } from './failure-plan.js';
export type { CallKind, FailurePoint } from './failure-plan.js';
export { FailurePoints, noFailurePoints, PlannedFailure } from './failure-points.port.js';
export { failurePointsOf } from './planned-failure-points.js';
