/** The embedded database cannot start. The message is a sentence for whoever started Doorbell: what is wrong, what to do. */
export class EmbeddedDatabaseError extends Error {
  readonly code = 'embedded_database';
  override readonly name = 'EmbeddedDatabaseError';
}
