import type { Client } from 'pg';
import type { FailurePoints } from './failure-points.port.js';

type ClientClass = new (config?: ConstructorParameters<typeof Client>[0]) => Client;

/**
 * Connections to PostgreSQL that break while a statement is under way: whether the server has carried it out, COMMIT
 * included, nobody can tell. The class itself where no statement is to break.
 */
export function breakingClient<Base extends ClientClass>(base: Base, points: FailurePoints): Base {
  if (!points.mayBreak('database')) return base;
  const Breaking = class extends (base as ClientClass) {
    constructor(config?: ConstructorParameters<ClientClass>[0]) {
      super(config);
      const query = this.query.bind(this) as (...parameters: readonly unknown[]) => unknown;
      this.query = ((...parameters: readonly unknown[]) => {
        const answer = query(...parameters);
        // What was written before this moment may still reach the server.
        if (points.breaks('database')) setImmediate(() => streamOf(this)?.destroy(new BrokenOnPurpose()));
        return answer;
      }) as Client['query'];
    }
  };
  return Breaking as Base;
}

class BrokenOnPurpose extends Error {
  readonly code = 'ECONNRESET';
  override readonly message = 'Connection terminated on purpose';
}

const streamOf = (client: Client): { destroy(error: Error): void } | undefined =>
  (client as unknown as { connection?: { stream?: { destroy(error: Error): void } } }).connection?.stream;
