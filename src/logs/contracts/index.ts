export * from './call-history.port.js';
export * from './call-totals.port.js';
export * from './delivery-standings.port.js';
export * from './failing-receivers.port.js';
export * from './receiver-health.port.js';
