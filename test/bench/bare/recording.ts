import { BinaryRows, copyRows, type EntityManager } from '@app/database';
import type { Pool, PoolClient } from 'pg';
import type { RowOwner } from '../load/bare-inserts.js';

export interface Said {
  readonly action: string;
  readonly event: string;
  readonly code: string;
}

export interface RecordingBody {
  readonly notifications: readonly Said[];
}

export interface Recorded {
  readonly recorded: Date;
  /** Of the deliveries. */
  readonly ids: readonly number[];
}

/** How many webhooks a notification is owed to. */
export interface Owing {
  readonly owner: RowOwner;
  readonly webhooks: number;
}

/** `work` in a transaction. */
export async function transaction<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } finally {
    client.release();
  }
}

export async function copy(target: string, rows: BinaryRows, client: PoolClient): Promise<void> {
  const manager = { queryRunner: { connect: async () => Promise.resolve(client) } } as unknown;
  await copyRows(target, rows, manager as EntityManager);
}

/** Notifications, and what each owes to its webhooks. */
export async function record(
  pool: Pool,
  notifications: readonly Said[],
  { owner, webhooks }: Owing,
): Promise<Recorded> {
  const recorded = new Date();
  return transaction(pool, async (client) => {
    const ids = await draw(client, notifications.length * webhooks);
    const rows = new BinaryRows(8);
    const owed = new BinaryRows(8);
    for (const [index, said] of notifications.entries()) {
      const own = ids.slice(index * webhooks, (index + 1) * webhooks);
      const notificationId = own[0]!;
      writeNotification(rows, notificationId, recorded, said, owner);
      for (const id of own) writeOwed(owed, { id, notificationId }, recorded, owner);
    }
    await copy(
      'notifications (id, recorded, organizer_id, action_type_id, action_id, event, reference, body)',
      rows,
      client,
    );
    await copy(
      'owed (id, notification_id, recorded, organizer_id, webhook_id, generation, due, lease_id)',
      owed,
      client,
    );
    return { recorded, ids };
  });
}

/** One number for each delivery; that of a notification is its first one's. */
async function draw(client: PoolClient, count: number): Promise<readonly number[]> {
  const { rows } = await client.query<[string]>({
    name: 'draw',
    rowMode: 'array',
    text: `SELECT nextval('notification_ids') FROM generate_series(1, $1)`,
    values: [count],
  });
  return rows.map(([id]) => Number(id));
}

function writeNotification(rows: BinaryRows, id: number, recorded: Date, said: Said, owner: RowOwner): void {
  const { action, event, code } = said;
  rows.row();
  rows.bigint(id);
  rows.timestamptz(recorded);
  rows.bigint(owner.organizerId);
  rows.integer(owner.actionTypeId);
  rows.integer(owner.actionId);
  rows.text(event);
  rows.text(code);
  rows.text(JSON.stringify({ notification_id: id, organizer: 'acmecorp', event, code, action }));
}

function writeOwed(
  rows: BinaryRows,
  { id, notificationId }: { readonly id: number; readonly notificationId: number },
  recorded: Date,
  owner: RowOwner,
): void {
  rows.row();
  rows.bigint(id);
  rows.bigint(notificationId);
  rows.timestamptz(recorded);
  rows.bigint(owner.organizerId);
  rows.bigint(owner.webhookId);
  rows.integer(1);
  rows.timestamptz(recorded);
  // As leased as Doorbell's own are: in no index but that of the key.
  rows.bigint(1);
}
