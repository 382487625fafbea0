export * from './dropped-reason.js';
export * from './sealed-target-urls.js';
export * from './webhook-deleted.event.js';
export * from './webhook-directory.port.js';
export * from './webhook-disabled.event.js';
export * from './webhook-editing.port.js';
export * from './webhook-overview.port.js';
export * from './webhook-target-loader.port.js';
