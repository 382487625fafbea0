export * from './webhook-directory.port.js';
export * from './webhook-disabled.event.js';
