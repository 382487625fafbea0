import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sharedSchema } from './initial-schema/shared.sql.js';
import { organizersSchema } from './initial-schema/organizers.sql.js';
import { eventsSchema } from './initial-schema/events.sql.js';
import { webhooksSchema } from './initial-schema/webhooks.sql.js';
import { deliverySchema } from './initial-schema/delivery.sql.js';
import { healthSchema } from './initial-schema/health.sql.js';
import { logsSchema } from './initial-schema/logs.sql.js';

const parts = [
  sharedSchema,
  organizersSchema,
  eventsSchema,
  webhooksSchema,
  deliverySchema,
  logsSchema,
  healthSchema,
];

/** Everything of the first release. A file for each module, in the direction of the imports. */
export class InitialSchema1764000000000 implements MigrationInterface {
  readonly name = 'InitialSchema1764000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const part of parts) await queryRunner.query(part);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION matching_webhooks(bigint, text, bigint, boolean);
      DROP TABLE traffic_minutes, process_reports, last_called, call_hours, ended, calls, operations, ledger_walks, fan_outs, owed, lease_contents, leases, processes, webhook_events, webhook_action_types,
        webhooks, tidying, recording_keys, held_days, notifications, events, audit_entries, sign_in_links, sessions, person_roles, people, tokens, organizers, idempotency_keys, texts;
      DROP FUNCTION refuse_audit_change();
      DROP SEQUENCE notification_ids, delivery_ids, lease_ids, call_ids;
    `);
  }
}
