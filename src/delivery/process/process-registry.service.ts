import { hostname } from 'node:os';
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Settings } from '../../config/settings.js';

const heartbeatEveryMs = 1_000;
const forgottenAfter = '1 hour';

/**
 * This process among those that make calls. Its heartbeat keeps its leases valid; heartbeats and leases are compared
 * in PostgreSQL's own time, since they say who is alive and not when something is due.
 */
@Injectable()
export class ProcessRegistry implements OnModuleInit {
  private readonly logger = new Logger(ProcessRegistry.name);
  private ownId: number | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isHealthy = true;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(Settings) private readonly settings: Settings,
  ) {}

  get id(): number {
    if (this.ownId === undefined) throw new Error('The process is not registered yet.');
    return this.ownId;
  }

  async onModuleInit(): Promise<void> {
    await this.dataSource.query(
      `DELETE FROM processes WHERE heartbeat < clock_timestamp() - interval '${forgottenAfter}'`,
    );
    const rows = await this.dataSource.query<{ id: number }[]>(
      `INSERT INTO processes (role, host, pid, started, heartbeat)
       VALUES ($1, $2, $3, clock_timestamp(), clock_timestamp()) RETURNING id`,
      [this.settings.role, hostname(), process.pid],
    );
    this.ownId = rows[0]!.id;
    this.timer = setInterval(() => void this.beat(), heartbeatEveryMs);
  }

  /** The process makes no more calls: what it still holds may be taken over at once. */
  async leave(): Promise<void> {
    clearInterval(this.timer);
    await this.dataSource.query('DELETE FROM processes WHERE id = $1', [this.id]);
  }

  private async beat(): Promise<void> {
    try {
      // Inserted again should another process have forgotten this one while it slept.
      await this.dataSource.query(
        `INSERT INTO processes (id, role, host, pid, started, heartbeat) OVERRIDING SYSTEM VALUE
         VALUES ($1, $2, $3, $4, clock_timestamp(), clock_timestamp())
         ON CONFLICT (id) DO UPDATE SET heartbeat = clock_timestamp()`,
        [this.id, this.settings.role, hostname(), process.pid],
      );
      if (!this.isHealthy)
        this.logger.log({ code: 'heartbeat_again', message: 'The heartbeat reaches the database again.' });
      this.isHealthy = true;
    } catch (error) {
      if (this.isHealthy)
        this.logger.warn({
          code: 'heartbeat_failed',
          message: 'The heartbeat does not reach the database.',
          error,
        });
      this.isHealthy = false;
    }
  }
}
