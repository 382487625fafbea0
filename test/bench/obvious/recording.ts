import type { Pool, PoolClient } from 'pg';

export interface NewNotification {
  readonly organizer: string;
  readonly event?: string;
  readonly action: string;
  readonly code: string;
}

/** Stores one notification with a delivery for each webhook that wants it. @returns the deliveries' ids */
export async function record(pool: Pool, notification: NewNotification): Promise<readonly string[]> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const deliveries = await insert(client, notification);
    await client.query('COMMIT');
    return deliveries;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

async function insert(client: PoolClient, notification: NewNotification): Promise<readonly string[]> {
  const { organizer, event, action, code } = notification;
  const stored = await client.query<{ id: string }>(
    'INSERT INTO notifications (organizer, event, action, code) VALUES ($1, $2, $3, $4) RETURNING id',
    [organizer, event, action, code],
  );
  const webhooks = await client.query<{ id: string }>(
    `SELECT id FROM webhooks WHERE organizer = $1 AND enabled AND $2 = ANY (action_types)
       AND (all_events OR $3 = ANY (limit_events))`,
    [organizer, action, event],
  );
  const deliveries: string[] = [];
  for (const webhook of webhooks.rows) {
    const delivery = await client.query<{ id: string }>(
      'INSERT INTO deliveries (notification_id, webhook_id) VALUES ($1, $2) RETURNING id',
      [stored.rows[0]!.id, webhook.id],
    );
    deliveries.push(delivery.rows[0]!.id);
  }
  return deliveries;
}
