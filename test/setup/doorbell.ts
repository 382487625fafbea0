import { Clock } from '@app/database';
import { ConsoleLogger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { inject, vi } from 'vitest';
import type { ExtensionModules } from '../../src/app.module.js';
import type { Settings } from '../../src/config/settings.js';
import { createApplication } from '../../src/create-application.js';
import { ApiClient } from './api-client.js';
import { MovableClock } from './movable-clock.js';
import { expected, type OrganizerPermission, organizerPermissions, TestOrganizer } from './organizer.js';
import { createDatabase, queryOnce, takeNumber } from './test-database.js';
import { testSettings } from './test-settings.js';

export { ApiClient } from './api-client.js';
export type { ApiAnswer, JsonObject } from './api-client.js';
export { MovableClock } from './movable-clock.js';
export { expected, TestOrganizer } from './organizer.js';
export type {
  CallAnswer,
  CallDetailAnswer,
  OrganizerPermission,
  RecordedAnswer,
  WebhookAnswer,
} from './organizer.js';

export const queueNames = ['in-process', 'bull'] as const;
export type QueueName = (typeof queueNames)[number];

export interface DoorbellOptions {
  /** Default in-process. */
  readonly queue?: QueueName;
  /** Over the defaults of tests. */
  readonly settings?: Partial<Settings>;
  /** That of another application, to share it; default: a fresh one. */
  readonly databaseUrl?: string;
  /** Modules of one's own, as extensions. */
  readonly modules?: ExtensionModules;
}

export interface OrganizerFields {
  /** Default acmecorp, then acmecorp2 and so on. */
  readonly slug?: string;
  /** Slugs; default democon. */
  readonly events?: readonly string[];
  /** What its token may do; default everything. */
  readonly permissions?: readonly OrganizerPermission[];
  /** What its token is called. */
  readonly token?: string;
}

const idleTimeoutMs = 15_000;

/** Starts the whole application on a port and a database of its own. Stop it in `afterEach` or `afterAll`. */
export async function startDoorbell(options: DoorbellOptions = {}): Promise<Doorbell> {
  const { postgresUrl, redisUrl } = inject('servers');
  const own = options.databaseUrl === undefined ? await createDatabase(postgresUrl) : undefined;
  const number = own?.number ?? (await takeNumber(postgresUrl));
  const settings: Settings = {
    ...testSettings,
    databaseUrl: options.databaseUrl ?? own!.url,
    redisUrl: options.queue === 'bull' ? `${redisUrl}${number}` : undefined,
    ...options.settings,
  };
  const dropOwn = async (): Promise<void> => own?.drop();
  try {
    const logger = new ConsoleLogger({ logLevels: ['error', 'fatal'] });
    const app = await createApplication(settings, { extensions: options.modules ?? [], logger });
    await app.listen(0, '127.0.0.1');
    return new Doorbell(app, settings, dropOwn);
  } catch (error) {
    await dropOwn();
    throw error;
  }
}

/** One running application. */
export class Doorbell {
  /** `http://127.0.0.1:12345` */
  readonly url: string;
  readonly admin: ApiClient;
  /** Without credentials. */
  readonly anonymous: ApiClient;
  readonly clock: MovableClock;
  private stopping: Promise<void> | undefined;
  private organizers = 0;

  constructor(
    readonly app: NestFastifyApplication,
    readonly settings: Settings,
    private readonly dropDatabase: () => Promise<void>,
  ) {
    const { port } = app.getHttpServer().address() as { readonly port: number };
    this.url = `http://127.0.0.1:${port}`;
    this.admin = this.client(settings.adminToken);
    this.anonymous = this.client();
    this.clock = new MovableClock(app.get<Clock>(Clock, { strict: false }));
  }

  get databaseUrl(): string {
    return this.settings.databaseUrl;
  }

  client(token?: string): ApiClient {
    return new ApiClient(this.url, token);
  }

  async createOrganizer({
    slug = this.nextSlug(),
    events = ['democon'],
    permissions = organizerPermissions,
    token: tokenName = 'test',
  }: OrganizerFields = {}): Promise<TestOrganizer> {
    const path = `/api/v1/organizers/${slug}`;
    expected(201, await this.admin.post('/api/v1/organizers/', { name: slug, slug }));
    for (const event of events) {
      expected(201, await this.admin.post(`${path}/events/`, { name: event, slug: event }));
    }
    const token = await this.createToken(slug, permissions, tokenName);
    const [row] = await this.query<{ id: string }>('SELECT id FROM organizers WHERE slug = $1', [slug]);
    return new TestOrganizer(Number(row!.id), slug, this.client(token));
  }

  /** The token's text. */
  async createToken(
    slug: string,
    permissions: readonly OrganizerPermission[],
    name = 'test',
  ): Promise<string> {
    const answer = await this.admin.post<{ readonly token: string }>(`/api/v1/organizers/${slug}/tokens/`, {
      name,
      permissions,
    });
    return expected(201, answer).token;
  }

  /** On a connection of its own; bigints come as text. */
  async query<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> {
    return queryOnce<Row>(this.databaseUrl, sql, parameters);
  }

  /** Resolves once no delivery is owed any more: each has succeeded, is exhausted or was dropped. */
  async untilNothingIsOwed({ timeoutMs = idleTimeoutMs } = {}): Promise<void> {
    await this.untilOwed('true', 0, timeoutMs);
  }

  /** Resolves once every delivery was called, and none is under way: what is owed waits for its retry, due or not. */
  async untilAllWait({ timeoutMs = idleTimeoutMs } = {}): Promise<void> {
    await this.untilOwed('attempt = 0 OR lease_id IS NOT NULL', 0, timeoutMs);
  }

  /** Once. What is under way is waited for; its database is removed, if it was its own. */
  async stop(): Promise<void> {
    this.stopping ??= this.end();
    await this.stopping;
  }

  /** Resolves once so many deliveries that are owed fulfil this condition on `owed`. */
  async untilOwed(condition: string, count: number, timeoutMs = idleTimeoutMs): Promise<void> {
    await vi.waitFor(
      async () => {
        const rows = await this.query(`SELECT * FROM owed WHERE ${condition}`);
        if (rows.length !== count) {
          throw new Error(`${rows.length} in place of ${count} with ${condition}: ${JSON.stringify(rows)}`);
        }
      },
      { timeout: timeoutMs, interval: 25 },
    );
  }

  private async end(): Promise<void> {
    try {
      await this.app.close();
    } finally {
      await this.dropDatabase();
    }
  }

  private nextSlug(): string {
    this.organizers += 1;
    return this.organizers === 1 ? 'acmecorp' : `acmecorp${this.organizers}`;
  }
}
