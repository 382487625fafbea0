import { NotificationRecorder } from '@contracts/events';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';

/** As many as the pool has: src/config/database-options.ts. */
const poolSize = 17;
/** Far less than the time after which somebody who waits for a connection gives up. */
const soonMs = 4_000;

describe('Recording while every connection of the pool is in a transaction', () => {
  let doorbell: Doorbell;
  let organizer: TestOrganizer;

  beforeAll(async () => {
    doorbell = await startDoorbell();
    organizer = await doorbell.createOrganizer();
  });
  afterAll(() => doorbell.stop());

  const indexes = Array.from({ length: poolSize }, (_, index) => index);
  it('waits for none of them, though the actions are new to the database', async () => {
    const recorder = doorbell.app.get<NotificationRecorder>(NotificationRecorder, { strict: false });
    const dataSource = doorbell.app.get(DataSource);
    let open = 0;
    let begin!: () => void;
    const allOpen = new Promise<void>((resolve) => (begin = resolve));
    const record = (index: number): Promise<unknown> =>
      dataSource.transaction(async (manager) => {
        await manager.query('SELECT 1');
        open += 1;
        if (open === poolSize) begin();
        await allOpen;
        const action = `pretix.event.order.changed.own${index}`;
        const said = { action, organizer: organizer.slug, event: 'democon', code: 'ABC23' };
        return recorder.record(said, { manager });
      });
    const began = performance.now();
    const recorded = await Promise.all(indexes.map(record));
    expect(performance.now() - began).toBeLessThan(soonMs);
    expect(recorded).toHaveLength(poolSize);
    const [connections] = await doorbell.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM pg_stat_activity
       WHERE datname = current_database() AND application_name LIKE 'doorbell %'`,
    );
    expect(connections?.count).toBeGreaterThanOrEqual(poolSize);
    expect(connections?.count).toBeLessThanOrEqual(20);
  });

  it('does not make the process look dead: its heart goes on beating', async () => {
    const dataSource = doorbell.app.get(DataSource);
    let end!: () => void;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const heartbeat = async (): Promise<Date> => {
      const [row] = await doorbell.query<{ last: Date }>('SELECT max(heartbeat) AS last FROM processes');
      return row!.last;
    };
    const held = indexes.map(async () => dataSource.transaction(async () => ended));
    try {
      for (const beat of ['one', 'another']) {
        const before = await heartbeat();
        await expect.poll(heartbeat, { timeout: soonMs, message: beat }).not.toEqual(before);
      }
    } finally {
      end();
      await Promise.all(held);
    }
  });
});
