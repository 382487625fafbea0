import { Client, type ClientConfig, types } from 'pg';
import { arrayLiteral } from './array-literal.js';
import { CopyQuery } from './copy-rows.js';
import { momentReader } from './moments.js';
import { nameOfPrepared } from './prepared-statement.js';

type Query = (...parameters: readonly unknown[]) => unknown;

/**
 * A connection whose loss never ends the process. Pool and TypeORM each listen for its errors while it is theirs, but
 * nobody does while it changes hands, and PostgreSQL may say its last word just then. Whoever uses the connection next
 * learns of the loss from the query that fails.
 *
 * It writes arrays and reads moments itself (see arrayLiteral, momentReader), and saves transactions what they would wait
 * for. It knows the statements that are `prepared`. It does not wait for the answer to START TRANSACTION, whose failure
 * the next statement tells. That one and a COPY go out with the statement that follows, because each write to a socket
 * costs a process about as much as recording a notification. Needs pg's `pipeline` option.
 */
export class SteadyClient extends Client {
  private isHeld = false;

  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
    this.setTypeParser(types.builtins.TIMESTAMPTZ, momentReader());
    const query = this.query.bind(this) as Query;
    this.query = ((...parameters) => this.ask(query, parameters)) as Query as Client['query'];
  }

  private ask(query: Query, [text, given, ...others]: readonly unknown[]): unknown {
    if (text === 'START TRANSACTION' && this.pipeline) return this.begin(query);
    if (text instanceof CopyQuery) {
      this.hold();
      return query(text);
    }
    const values = Array.isArray(given) ? given.map(written) : given;
    const name = values === given ? undefined : nameOfPrepared(text);
    const answer =
      name === undefined
        ? query(text, values, ...others)
        : query({ name, text, values }, undefined, ...others);
    this.send();
    return answer;
  }

  private begin(query: Query): Promise<object> {
    this.hold();
    (query('START TRANSACTION') as Promise<unknown>).catch(() => undefined);
    return started;
  }

  /** Until the next statement, or until this turn of the event loop is over. */
  private hold(): void {
    if (this.isHeld) return;
    this.isHeld = true;
    this.connection.stream.cork();
    setImmediate(() => this.send());
  }

  /** What was held back goes out, together with what came after it. */
  private send(): void {
    if (!this.isHeld) return;
    this.isHeld = false;
    this.connection.stream.uncork();
  }
}

const written = (value: unknown): unknown => (Array.isArray(value) ? (arrayLiteral(value) ?? value) : value);

const started = Promise.resolve({ command: 'START', rows: [], rowCount: null });
