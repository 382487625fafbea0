import type { Pool } from 'pg';
import { request } from 'undici';

interface Delivery {
  readonly id: string;
  readonly notification_id: string;
  readonly webhook_id: string;
  readonly attempts: number;
  readonly recorded: Date;
  readonly organizer: string;
  readonly event: string | null;
  readonly action: string;
  readonly code: string;
  readonly target_url: string;
}

interface Answer {
  readonly returnCode: number;
  readonly headers: unknown;
  readonly body: string | null;
  readonly error: string | null;
}

const timeoutMs = 30_000;

/** Makes the call of one delivery, and writes down what came of it. */
export async function deliver(pool: Pool, deliveryId: string): Promise<void> {
  const delivery = await load(pool, deliveryId);
  if (!delivery) return;
  const body = bodyOf(delivery);
  const began = new Date();
  const answer = await call(delivery.target_url, body);
  await settle(pool, delivery, { ...answer, began, requestBody: body });
}

/** undefined when it is owed no longer: its job came twice, or its webhook is disabled. */
async function load(pool: Pool, deliveryId: string): Promise<Delivery | undefined> {
  const { rows } = await pool.query<Delivery>(
    `SELECT d.id, d.notification_id, d.webhook_id, d.attempts, n.recorded, n.organizer, n.event, n.action, n.code,
       w.target_url
     FROM deliveries d JOIN notifications n ON n.id = d.notification_id JOIN webhooks w ON w.id = d.webhook_id
     WHERE d.id = $1 AND d.state = 'pending' AND w.enabled`,
    [deliveryId],
  );
  return rows[0];
}

function bodyOf({ notification_id, organizer, event, code, action }: Delivery): string {
  return JSON.stringify({ notification_id: Number(notification_id), organizer, event, code, action });
}

async function call(url: string, body: string): Promise<Answer> {
  try {
    const response = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'obvious/1' },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    return {
      returnCode: response.statusCode,
      headers: response.headers,
      body: await response.body.text(),
      error: null,
    };
  } catch (error) {
    return { returnCode: 0, headers: {}, body: null, error: String(error) };
  }
}

async function settle(
  pool: Pool,
  delivery: Delivery,
  answer: Answer & { readonly began: Date; readonly requestBody: string },
): Promise<void> {
  const { returnCode, began, requestBody, error } = answer;
  const success = returnCode >= 200 && returnCode <= 299;
  const attempt = delivery.attempts + 1;
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(
      'UPDATE deliveries SET state = $2, attempts = $3, last_return_code = $4, updated = now() WHERE id = $1',
      [delivery.id, success ? 'succeeded' : 'failed', attempt, returnCode],
    );
    await client.query(
      `INSERT INTO calls (datetime, organizer, webhook_id, delivery_id, notification_id, recorded, action, event,
         reference, target_url, attempt, return_code, success, final, duration_ms, error, request_body,
         response_headers, response_body)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, true, $14, $15, $16, $17, $18)`,
      [
        began,
        delivery.organizer,
        delivery.webhook_id,
        delivery.id,
        delivery.notification_id,
        delivery.recorded,
        delivery.action,
        delivery.event,
        delivery.code,
        delivery.target_url,
        attempt,
        returnCode,
        success,
        Date.now() - began.getTime(),
        error,
        requestBody,
        answer.headers,
        answer.body,
      ],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
