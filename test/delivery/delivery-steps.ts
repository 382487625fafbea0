import { Redis } from 'ioredis';
import { inject } from 'vitest';
import {
  type Doorbell,
  type DoorbellOptions,
  expected,
  type QueueName,
  startDoorbell,
  TestOrganizer,
} from '../setup/doorbell.js';
import { createDatabase, queryOnce } from '../setup/test-database.js';

/** One delivery as the API shows it. */
export interface DeliveryAnswer {
  readonly id: number;
  readonly notification_id: number;
  readonly state: string;
  readonly in_flight: boolean;
  readonly dropped_reason: string | null;
  readonly round: number;
  readonly attempts: number;
  readonly next_attempt: string | null;
  readonly last_return_code: number | null;
  readonly last_error: string | null;
}

/** The deliveries of a webhook, newest first. */
export async function deliveriesOf(
  organizer: TestOrganizer,
  webhookId: number,
): Promise<readonly DeliveryAnswer[]> {
  const path = `${organizer.path}/webhooks/${webhookId}/deliveries/`;
  return expected(200, await organizer.api.get<{ results: readonly DeliveryAnswer[] }>(path)).results;
}

/** What one asks for about a webhook: `expedite`, `drop`, `resend`, `deliveries/7/resend`. */
export async function ask(
  organizer: TestOrganizer,
  webhookId: number,
  what: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const { status, body: answer } = await organizer.api.post(
    `${organizer.path}/webhooks/${webhookId}/${what}/`,
    body,
  );
  return { status, body: answer };
}

/** A promise that somebody else resolves. */
export function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give!: () => void;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { given, give };
}

/** A database and a Redis that outlive the applications started on them, as in a restart. */
export class Ground {
  private readonly started: Doorbell[] = [];

  private constructor(
    readonly databaseUrl: string,
    readonly redisUrl: string,
    private readonly dropDatabase: () => Promise<void>,
  ) {}

  static async prepare(): Promise<Ground> {
    const { postgresUrl, redisUrl } = inject('servers');
    const database = await createDatabase(postgresUrl);
    return new Ground(database.url, `${redisUrl}${database.number}`, () => database.drop());
  }

  async start(queue: QueueName, { settings, ...options }: DoorbellOptions = {}): Promise<Doorbell> {
    const redisUrl = queue === 'bull' ? this.redisUrl : undefined;
    const doorbell = await startDoorbell({
      ...options,
      queue,
      databaseUrl: this.databaseUrl,
      settings: { redisUrl, ...settings },
    });
    this.started.push(doorbell);
    return doorbell;
  }

  async query<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> {
    return queryOnce<Row>(this.databaseUrl, sql, parameters);
  }

  /** Redis loses everything this ground has in it. */
  async flushRedis(): Promise<void> {
    const redis = new Redis(this.redisUrl);
    await redis.flushdb();
    redis.disconnect();
  }

  async clear(): Promise<void> {
    for (const doorbell of this.started) await doorbell.stop();
    await this.dropDatabase();
  }
}

/** The same organizer over another application on the same ground. */
export function throughAnother(doorbell: Doorbell, { id, slug, token }: TestOrganizer): TestOrganizer {
  return new TestOrganizer(id, slug, doorbell.client(token));
}
