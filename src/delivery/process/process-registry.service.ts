import { hostname } from 'node:os';
import { Logger } from '@nestjs/common';
import type { Connections } from '@app/database';
import type { Role } from '../../config/settings.js';
import { RepeatingWork } from '@app/repeating-work';

const heartbeatEveryMs = 1_000;
const gapMs = 3_000;
const steadyAfterMs = 5_000;
const forgottenAfter = '1 hour';

/**
 * This process among those that run. Its heartbeat keeps its leases valid; heartbeats and leases are compared
 * in PostgreSQL's own time, since they say who is alive and not when something is due.
 */
export class ProcessRegistry {
  private readonly heart = new RepeatingWork(new Logger(ProcessRegistry.name), {
    name: 'The heartbeat',
    everyMs: heartbeatEveryMs,
    run: () => this.beat(),
  });
  private lastBeat = performance.now();
  private hasAsked = false;
  private steadySince = -Infinity;

  private constructor(
    readonly id: number,
    private readonly connection: Pick<Connections, 'query'>,
    private readonly role: Role,
  ) {}

  /** Registered, and with its heart beating, before anything is leased in its name. */
  static async join(connection: Pick<Connections, 'query'>, role: Role): Promise<ProcessRegistry> {
    const asked = performance.now();
    await connection.query(
      `DELETE FROM processes WHERE heartbeat < clock_timestamp() - interval '${forgottenAfter}'`,
    );
    const [row] = await connection.query<{ id: number }[]>(
      `INSERT INTO processes (role, host, pid, started, heartbeat)
       VALUES ($1, $2, $3, clock_timestamp(), clock_timestamp()) RETURNING id`,
      [role, hostname(), process.pid],
    );
    const registry = new ProcessRegistry(row!.id, connection, role);
    registry.heardSince(asked);
    registry.heart.start();
    return registry;
  }

  /** Whether its heart has been heard lately: soon after that others take what it leases to itself for a dead process's. */
  get isHeard(): boolean {
    return performance.now() - this.lastBeat < gapMs;
  }

  /**
   * Whether this process may judge by a silent heartbeat that another one is dead. Not right after it was cut off from
   * the database itself: then the others were too, and are about to be heard again.
   */
  get isSteady(): boolean {
    return this.isHeard && performance.now() - this.steadySince >= steadyAfterMs;
  }

  /** The process makes no more calls: what it still holds may be taken over at once. */
  async leave(): Promise<void> {
    await this.heart.stop();
    await this.connection.query('DELETE FROM processes WHERE id = $1', [this.id]);
  }

  private async beat(): Promise<void> {
    // Until the first one this process was busy starting, not cut off: what others left behind shall not wait for that.
    if (!this.hasAsked) this.lastBeat = performance.now();
    this.hasAsked = true;
    // Inserted again should another process have forgotten this one while it slept.
    await this.connection.query(
      `INSERT INTO processes (id, role, host, pid, started, heartbeat) OVERRIDING SYSTEM VALUE
       VALUES ($1, $2, $3, $4, clock_timestamp(), clock_timestamp())
       ON CONFLICT (id) DO UPDATE SET heartbeat = clock_timestamp()`,
      [this.id, this.role, hostname(), process.pid],
    );
    this.heardSince(this.lastBeat);
  }

  /** The database answered. It was asked, or last answered, at `before`: if that is long ago, this process was cut off. */
  private heardSince(before: number): void {
    const now = performance.now();
    if (now - before >= gapMs) this.steadySince = now;
    this.lastBeat = now;
  }
}
