import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { databaseOptions } from '../../src/config/database-options.js';
import { createDatabase, type TestDatabase } from '../setup/test-database.js';

const placed = 'pretix.event.order.placed';

/** One organizer's: one half is for another type, the other for another event, and one matches. */
const fill = `
  INSERT INTO organizers (slug, name, created) VALUES ('acmecorp', 'Acme', now());
  INSERT INTO events (organizer_id, slug, name) VALUES (1, 'democon', '{}'), (1, 'othercon', '{}');
  INSERT INTO webhooks (organizer_id, target_url, all_events, limit_events, action_types, created)
    SELECT 1, '', n % 2 = 0, CASE WHEN n % 2 = 0 THEN '{}' ELSE '{othercon}' END::text[],
      CASE WHEN n % 2 = 0 THEN '{pretix.event.order.paid}' ELSE '{${placed}}' END::text[], now()
    FROM generate_series(1, 20000) AS n;
  UPDATE webhooks SET all_events = true, limit_events = '{}' WHERE id = 1;
  INSERT INTO webhook_action_types (webhook_id, action_type, organizer_id, any_event)
    SELECT id, action_types[1], 1, all_events FROM webhooks;
  INSERT INTO webhook_events (webhook_id, event_id) SELECT id, 2 FROM webhooks WHERE NOT all_events;
  ANALYZE`;

const match = `
  SELECT w.webhook_id FROM unnest($1::bigint[], $2::text[], $3::bigint[]) AS n (organizer, type, event)
  CROSS JOIN LATERAL matching_webhooks(n.organizer, n.type, n.event, false) w`;

describe('matching beside 20,000 webhooks of the organizer', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createDatabase(inject('servers').postgresUrl);
    dataSource = await new DataSource(
      databaseOptions({ databaseUrl: database.url, role: 'all' }),
    ).initialize();
    await dataSource.query(fill);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('finds what matches by indexes alone, however PostgreSQL guesses', async () => {
    const parameters = [
      [1, 1],
      [placed, placed],
      [1, 1],
    ];
    expect(await dataSource.query(match, parameters)).toEqual([{ webhook_id: 1 }, { webhook_id: 1 }]);
    const plan = await dataSource.query<{ 'QUERY PLAN': string }[]>(`EXPLAIN ${match}`, parameters);
    const text = plan.map((line) => line['QUERY PLAN']).join('\n');
    expect(text).toContain('webhook_action_types_matching');
    expect(text).toContain('webhook_events_event');
    expect(text).not.toContain('Seq Scan');
  });

  it('is never compiled', async () => {
    expect(await dataSource.query('SHOW jit')).toEqual([{ jit: 'off' }]);
  });
});
