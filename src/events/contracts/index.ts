export * from './deliveries-of-notification.port.js';
export * from './event-choices.port.js';
export * from './event-directory.port.js';
export * from './notification.js';
export * from './notification-archive.port.js';
export * from './notification-recorder.port.js';
export * from './notifications-recorded.event.js';
export * from './recording-pace.port.js';
