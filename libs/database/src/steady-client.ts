import { Client, type ClientConfig } from 'pg';

/**
 * A connection whose loss never ends the process. Pool and TypeORM each listen for its errors while it is theirs, but
 * nobody does while it changes hands, and PostgreSQL may say its last word just then. Whoever uses the connection next
 * learns of the loss from the query that fails.
 */
export class SteadyClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
