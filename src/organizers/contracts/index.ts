export * from './audit-trail.port.js';
export * from './changes.js';
export * from './organizer-deleted.event.js';
export * from './organizer-directory.port.js';
export * from './slug.js';
