export * from './deliveries-dropped.event.js';
export * from './delivery-actions.port.js';
export * from './delivery-history.port.js';
export * from './ledger-findings.port.js';
export * from './owed-deliveries.port.js';
export * from './retry-backlog.port.js';
export * from './settled-call.js';
export * from './test-calls.port.js';
