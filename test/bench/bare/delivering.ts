import { BinaryRows, MicroBatcher } from '@app/database';
import { Pool as Connections, type Dispatcher } from 'undici';
import type { Pool } from 'pg';
import type { RowOwner } from '../load/bare-inserts.js';
import { copy, transaction } from './recording.js';

export interface Job {
  /** Milliseconds of the epoch. */
  readonly recorded: number;
  readonly ids: readonly number[];
  /** Where each is called at a path of its own. */
  readonly isFannedOut: boolean;
}

interface Delivery {
  readonly id: number;
  readonly notificationId: number;
  readonly recorded: Date;
  readonly reference: string;
  readonly body: string;
}

/** As many as Doorbell comes to have in flight to one quick receiver. */
const callsAtOnce = 256;
const headers = { 'content-type': 'application/json', 'user-agent': 'bare/1' } as const;
const logged =
  'calls (datetime, id, organizer_id, webhook_id, delivery_id, notification_id, recorded, action_type_id, action_id,' +
  ' target_url_id, request_headers_id, duration_us, round, attempt, return_code, success, final, event, reference,' +
  ' response_headers, response_body)';

/** One call, and what came of it. */
class Call implements Dispatcher.DispatchHandler {
  readonly began = new Date();
  status = 0;
  headers: unknown;
  body = '';

  constructor(
    readonly delivery: Delivery,
    private readonly whenOver: (call: Call) => void,
    private readonly whenFailed: (error: Error) => void,
  ) {}

  onRequestStart(): void {
    // Nothing is ever broken off.
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, given: unknown): void {
    this.status = status;
    this.headers = given;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.body += chunk.toString();
  }

  onResponseEnd(): void {
    this.whenOver(this);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.whenFailed(error);
  }
}

/** Makes the calls of jobs, and logs them in groups. */
export class Delivering {
  private readonly connections: Connections;
  private readonly settling = new MicroBatcher<Call, void>({
    flush: async (calls) => this.settle(calls),
    maximumWeight: 500,
    concurrency: 2,
    beside: { weight: 250, waitMs: 20, alsoFirst: true },
  });

  constructor(
    private readonly pool: Pool,
    private readonly target: URL,
    private readonly owner: RowOwner,
  ) {
    this.connections = new Connections(target.origin, { connections: callsAtOnce, pipelining: 1 });
  }

  /** Resolves once all are over; what they came to is written a little later. */
  async deliver({ recorded, ids, isFannedOut }: Job): Promise<void> {
    const { rows } = await this.pool.query<Omit<Delivery, 'recorded'>>({
      name: 'load',
      text: `SELECT o.id::integer, n.id::integer AS "notificationId", n.reference, n.body FROM owed o JOIN notifications n ON n.id = o.notification_id
        WHERE o.id = ANY ($1::bigint[]) AND n.recorded = $2`,
      values: [ids, new Date(recorded)],
    });
    const at = new Date(recorded);
    await new Promise<void>((resolve, reject) => {
      let left = rows.length;
      const whenOver = (call: Call): void => {
        this.settling.add(call).catch((error: unknown) => console.error(error));
        left -= 1;
        if (left === 0) resolve();
      };
      for (const row of rows) {
        const call = new Call({ ...row, recorded: at }, whenOver, reject);
        const path = isFannedOut ? `${this.target.pathname}/${row.id}` : this.target.pathname;
        const request = { path, method: 'POST', headers, body: row.body } as const;
        this.connections.dispatch(request, call);
      }
    });
  }

  private async settle(calls: readonly Call[]): Promise<readonly void[]> {
    await transaction(this.pool, async (client) => {
      await client.query('DELETE FROM owed WHERE id = ANY ($1::bigint[])', [
        calls.map(({ delivery }) => delivery.id),
      ]);
      const { rows } = await client.query<{ first: string }>("SELECT nextval('call_ids') AS first");
      const log = new BinaryRows(21);
      const first = Number(rows[0]!.first);
      for (const [index, call] of calls.entries()) this.write(log, first + index, call);
      await copy(logged, log, client);
    });
    return calls.map(() => undefined);
  }

  private write(rows: BinaryRows, id: number, { delivery, began, status, ...answer }: Call): void {
    const { owner } = this;
    rows.row();
    rows.timestamptz(began);
    const keys = [id, owner.organizerId, owner.webhookId, delivery.id, delivery.notificationId];
    for (const key of keys) rows.bigint(key);
    rows.timestamptz(delivery.recorded);
    rows.integer(owner.actionTypeId);
    for (let text = 0; text < 3; text += 1) rows.integer(owner.actionId);
    rows.integer((Date.now() - began.getTime()) * 1_000);
    rows.smallint(1);
    rows.smallint(1);
    rows.smallint(status);
    rows.boolean(status === 200);
    rows.boolean(true);
    rows.text('democon');
    rows.text(delivery.reference);
    rows.text(JSON.stringify(answer.headers));
    rows.text(answer.body);
  }
}
