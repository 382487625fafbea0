export { DataDirectoryInUseError, DataDirectoryLock } from './data-directory-lock.js';
export { runningDatabaseUrl } from './running-database.js';
export { EmbeddedDatabase } from './embedded-database.js';
export type { EmbeddedDatabaseOptions } from './embedded-database.js';
export { EmbeddedDatabaseError } from './embedded-database-error.js';
export { keptSecret } from './kept-secret.js';
export type { KeptSecret } from './kept-secret.js';
