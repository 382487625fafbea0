import { ApiClient } from '../setup/api-client.js';
import { expected, type QueueName, TestOrganizer } from '../setup/doorbell.js';
import { Ground } from '../delivery/delivery-steps.js';
import { DoorbellProcess } from './doorbell-process.js';

const adminToken = 'test-admin-token-0123456789abcdef';

/** Doorbell as processes of its own, all on one database and one Redis. */
export class ProcessGround {
  private readonly processes: DoorbellProcess[] = [];

  private constructor(
    readonly ground: Ground,
    private readonly queue: QueueName,
  ) {}

  static async prepare(queue: QueueName): Promise<ProcessGround> {
    return new ProcessGround(await Ground.prepare(), queue);
  }

  /** Starts one, and resolves once it listens. */
  async start(
    settings: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly process: DoorbellProcess; readonly admin: ApiClient }> {
    const process = DoorbellProcess.start({ ...this.environment, ...settings });
    this.processes.push(process);
    return { process, admin: new ApiClient(await process.listening(), adminToken) };
  }

  /** Of a process on this ground, where it says nothing else. */
  get environment(): Readonly<Record<string, string>> {
    return {
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      DATABASE_URL: this.ground.databaseUrl,
      ...(this.queue === 'bull' ? { REDIS_URL: this.ground.redisUrl } : {}),
      DOORBELL_ADMIN_TOKEN: adminToken,
      DOORBELL_SECRET_KEY: `test:${Buffer.alloc(32, 7).toString('base64')}`,
      DOORBELL_ALLOWED_TARGETS: '127.0.0.0/8',
    };
  }

  async clear(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.stop('SIGKILL')));
    await this.ground.clear();
  }
}

/** An organizer with one event, spoken to as the administrator. */
export async function createOrganizerAs(admin: ApiClient): Promise<TestOrganizer> {
  const slug = 'acmecorp';
  expected(201, await admin.post('/api/v1/organizers/', { name: slug, slug }));
  expected(201, await admin.post(`/api/v1/organizers/${slug}/events/`, { name: 'democon', slug: 'democon' }));
  return new TestOrganizer(1, slug, admin);
}
