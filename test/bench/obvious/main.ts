/**
 * The obvious way to send webhooks, to be measured beside Doorbell (docs/performance.md): one row, one transaction and
 * one queue job at a time. What a good team would write first; retries are left out, since none is due while it is
 * measured. `DATABASE_URL=… REDIS_URL=… PORT=… npx tsx test/bench/obvious/main.ts`
 */
import Bull from 'bull';
import { fastify } from 'fastify';
import { Pool } from 'pg';
import { deliver } from './delivering.js';
import { type NewNotification, record } from './recording.js';
import { schema } from './schema.js';

interface NewWebhook {
  readonly organizer: string;
  readonly target_url: string;
  readonly action_types: readonly string[];
}

/** Tried in turns: 10 to 200 jobs at once over 10 to 50 connections are equally fast. */
const jobsAtOnce = 100;
const connections = 20;

const { DATABASE_URL, REDIS_URL, PORT = '3000', HOST = '127.0.0.1' } = process.env;
if (!DATABASE_URL || !REDIS_URL) throw new Error('DATABASE_URL and REDIS_URL are required.');

const pool = new Pool({ connectionString: DATABASE_URL, max: connections });
pool.on('error', (error) => console.error(error.message));
await pool.query(schema);

const deliveries = new Bull<{ readonly id: string }>('deliveries', REDIS_URL, {
  defaultJobOptions: { removeOnComplete: true },
});
deliveries.on('error', (error) => console.error(error));
deliveries
  .process(jobsAtOnce, async ({ data }) => deliver(pool, data.id))
  .catch((error: unknown) => console.error(error));

const text = { type: 'string', minLength: 1, maxLength: 200 } as const;
const notificationSchema = {
  type: 'object',
  required: ['organizer', 'action', 'code'],
  properties: { organizer: text, event: text, action: text, code: text },
} as const;
const batchSchema = {
  type: 'object',
  required: ['notifications'],
  properties: { notifications: { type: 'array', minItems: 1, maxItems: 500, items: notificationSchema } },
} as const;
const app = fastify({ bodyLimit: 8 * 1024 * 1024 });

app.get('/ready', async () => 'ready');

app.post<{ Body: NewWebhook }>('/webhooks', async ({ body }, reply) => {
  const { rows } = await pool.query<{ id: string }>(
    'INSERT INTO webhooks (organizer, target_url, action_types) VALUES ($1, $2, $3) RETURNING id',
    [body.organizer, body.target_url, body.action_types],
  );
  return reply.code(201).send(rows[0]);
});

app.post<{ Body: { readonly notifications: readonly NewNotification[] } }>(
  '/notifications/batch',
  { schema: { body: batchSchema } },
  async ({ body: { notifications } }, reply) => {
    const owed: number[] = [];
    for (const notification of notifications) {
      const ids = await record(pool, notification);
      for (const id of ids) await deliveries.add({ id });
      owed.push(ids.length);
    }
    return reply.code(201).send({ deliveries: owed });
  },
);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void app
      .close()
      .then(async () => deliveries.close())
      .then(async () => pool.end());
  });
}

await app.listen({ port: Number(PORT), host: HOST });
console.log(`ready on port ${PORT}`);
