import { Client } from 'pg';
import { monotonicMs } from '../measure/clock.js';
import { deliveredBody } from './raw-loop.js';

/** The ids that rows of a notification and a delivery refer to. */
export interface RowOwner {
  readonly organizerId: number;
  readonly webhookId: number;
  readonly actionTypeId: number;
  readonly actionId: number;
}

export interface BareInserts extends RowOwner {
  readonly databaseUrl: string;
  readonly connections: number;
  readonly perStatement: number;
  readonly count: number;
}

/** The rows Doorbell would write, and nothing else: no check, no matching, no lease. */
const insertBoth = `
  WITH given AS MATERIALIZED (
    SELECT nextval('notification_ids') AS id, now() AS recorded, reference, body
    FROM unnest($1::text[], $2::text[]) AS g (reference, body)
  ), recorded AS (
    INSERT INTO notifications (recorded, id, organizer_id, action_type_id, action_id, event, reference, body)
    SELECT recorded, id, $3, $4, $5, 'democon', reference, body FROM given
  )
  INSERT INTO owed (id, notification_id, recorded, organizer_id, webhook_id, generation, due)
  SELECT nextval('delivery_ids'), id, recorded, $3, $6, 1, recorded FROM given`;

/** A bare client's multi-row inserts of notifications and deliveries, prepared once. @returns milliseconds */
export async function bareInserts(inserts: BareInserts): Promise<number> {
  const { databaseUrl, connections, perStatement, count } = inserts;
  const statements = Array.from({ length: Math.ceil(count / perStatement) }, (_, statement) =>
    Array.from({ length: perStatement }, (_, index) => statement * perStatement + index),
  );
  const owner = [inserts.organizerId, inserts.actionTypeId, inserts.actionId, inserts.webhookId];
  const clients = Array.from({ length: connections }, () => new Client({ connectionString: databaseUrl }));
  await Promise.all(clients.map(async (client) => client.connect()));
  const startedAt = monotonicMs();
  await Promise.all(
    clients.map(async (client) => {
      for (let rows = statements.pop(); rows; rows = statements.pop()) {
        const values = [rows.map((row) => `N${row}`), rows.map(deliveredBody), ...owner];
        await client.query({ name: 'insert', text: insertBoth, values });
      }
    }),
  );
  const took = monotonicMs() - startedAt;
  await Promise.all(clients.map(async (client) => client.end()));
  return took;
}
