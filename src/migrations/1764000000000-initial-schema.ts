import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Everything of the first release. One statement list a module, in the direction of the imports. */
export class InitialSchema1764000000000 implements MigrationInterface {
  readonly name = 'InitialSchema1764000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const part of [shared, organizers, events, webhooks, delivery, logs]) await queryRunner.query(part);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION matching_webhooks(bigint, text, bigint, boolean);
      DROP TABLE call_hours, ended, calls, operations, owed, leases, processes, webhook_events, webhook_action_types,
        webhooks, recording_keys, notifications, events, audit_entries, tokens, organizers, idempotency_keys, texts;
      DROP SEQUENCE notification_ids, delivery_ids, lease_ids, call_ids;
    `);
  }
}

const shared = `
  CREATE TABLE texts (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    text text COLLATE "C" NOT NULL CONSTRAINT texts_text UNIQUE
  );
  CREATE TABLE idempotency_keys (
    principal text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    created timestamptz(3) NOT NULL,
    answer bytea NOT NULL,
    CONSTRAINT idempotency_keys_pkey PRIMARY KEY (principal, key)
  );
  CREATE INDEX idempotency_keys_created ON idempotency_keys (created);
`;

const organizers = `
  CREATE TABLE organizers (
    id bigint GENERATED ALWAYS AS IDENTITY,
    slug text COLLATE "C" NOT NULL,
    name text NOT NULL,
    public_url text,
    created timestamptz(3) NOT NULL,
    deleted timestamptz(3),
    CONSTRAINT organizers_pkey PRIMARY KEY (id),
    CONSTRAINT organizers_slug UNIQUE (slug)
  );
  CREATE TABLE tokens (
    id bigint GENERATED ALWAYS AS IDENTITY,
    organizer_id bigint NOT NULL,
    name text NOT NULL,
    prefix text NOT NULL,
    hash bytea NOT NULL,
    permissions text[] NOT NULL,
    expires timestamptz(3),
    created timestamptz(3) NOT NULL,
    last_used timestamptz(3),
    revoked timestamptz(3),
    CONSTRAINT tokens_pkey PRIMARY KEY (id),
    CONSTRAINT tokens_hash UNIQUE (hash),
    CONSTRAINT tokens_organizer FOREIGN KEY (organizer_id) REFERENCES organizers (id) ON DELETE CASCADE
  );
  CREATE INDEX tokens_organizer_id ON tokens (organizer_id, id);
  CREATE TABLE audit_entries (
    id bigint GENERATED ALWAYS AS IDENTITY,
    organizer_id bigint NOT NULL,
    datetime timestamptz(3) NOT NULL,
    actor_type text NOT NULL,
    actor_id bigint,
    actor_name text NOT NULL,
    action text NOT NULL,
    object_type text NOT NULL,
    object_id text NOT NULL,
    changes jsonb NOT NULL,
    CONSTRAINT audit_entries_pkey PRIMARY KEY (id)
  );
  CREATE INDEX audit_entries_organizer ON audit_entries (organizer_id, datetime DESC, id DESC);
`;

const events = `
  CREATE TABLE events (
    id bigint GENERATED ALWAYS AS IDENTITY,
    organizer_id bigint NOT NULL,
    slug text COLLATE "C" NOT NULL,
    name jsonb NOT NULL,
    live boolean NOT NULL DEFAULT false,
    testmode boolean NOT NULL DEFAULT false,
    currency text,
    date_from timestamptz(3),
    date_to timestamptz(3),
    CONSTRAINT events_pkey PRIMARY KEY (id),
    CONSTRAINT events_slug UNIQUE (organizer_id, slug),
    CONSTRAINT events_organizer FOREIGN KEY (organizer_id) REFERENCES organizers (id) ON DELETE CASCADE
  );

  CREATE SEQUENCE notification_ids AS bigint CACHE 1;
  CREATE TABLE notifications (
    recorded timestamptz(3) NOT NULL,
    id bigint NOT NULL,
    organizer_id bigint NOT NULL,
    action_type_id integer NOT NULL,
    action_id integer NOT NULL,
    event text COLLATE "C",
    reference text COLLATE "C",
    body text NOT NULL,
    data jsonb,
    CONSTRAINT notifications_pkey PRIMARY KEY (recorded, id)
  ) PARTITION BY RANGE (recorded);
  CREATE INDEX notifications_organizer ON notifications (organizer_id, recorded DESC, id DESC);
  CREATE INDEX notifications_id ON notifications (id);
  CREATE INDEX notifications_reference ON notifications (organizer_id, reference, recorded DESC, id DESC)
    WHERE reference IS NOT NULL;
  CREATE TABLE recording_keys (
    organizer_id bigint NOT NULL,
    key text COLLATE "C" NOT NULL,
    notification_id bigint NOT NULL,
    recorded timestamptz(3) NOT NULL,
    content_hash bytea NOT NULL,
    CONSTRAINT recording_keys_pkey PRIMARY KEY (organizer_id, key)
  );
  CREATE INDEX recording_keys_recorded ON recording_keys (recorded);
`;

const webhooks = `
  CREATE TABLE webhooks (
    id bigint GENERATED ALWAYS AS IDENTITY,
    organizer_id bigint NOT NULL,
    enabled boolean NOT NULL DEFAULT true,
    target_url bytea NOT NULL,
    shown_url text NOT NULL,
    all_events boolean NOT NULL DEFAULT true,
    action_types text[] NOT NULL,
    comment text,
    generation integer NOT NULL DEFAULT 1,
    dropped_reason text,
    disabled_at timestamptz(3),
    slow_until timestamptz(3),
    created timestamptz(3) NOT NULL,
    CONSTRAINT webhooks_pkey PRIMARY KEY (id),
    CONSTRAINT webhooks_organizer_fkey FOREIGN KEY (organizer_id) REFERENCES organizers (id)
  );
  CREATE INDEX webhooks_organizer ON webhooks (organizer_id, id);
  CREATE TABLE webhook_action_types (
    webhook_id bigint NOT NULL,
    action_type text COLLATE "C" NOT NULL,
    organizer_id bigint NOT NULL,
    any_event boolean NOT NULL,
    CONSTRAINT webhook_action_types_pkey PRIMARY KEY (webhook_id, action_type),
    CONSTRAINT webhook_action_types_webhook FOREIGN KEY (webhook_id) REFERENCES webhooks (id) ON DELETE CASCADE
  );
  CREATE INDEX webhook_action_types_matching
    ON webhook_action_types (organizer_id, action_type, any_event, webhook_id);
  CREATE TABLE webhook_events (
    webhook_id bigint NOT NULL,
    event_id bigint NOT NULL,
    CONSTRAINT webhook_events_pkey PRIMARY KEY (webhook_id, event_id),
    CONSTRAINT webhook_events_webhook FOREIGN KEY (webhook_id) REFERENCES webhooks (id) ON DELETE CASCADE
  );
  CREATE INDEX webhook_events_event ON webhook_events (event_id, webhook_id);

  -- Whom an action is owed to (contract/rest.md, Matching). The only thing of the module webhooks that another
  -- module's SQL may use: delivery's fan-out stays one set-based statement. p_any_event: the type ignores event limits.
  CREATE FUNCTION matching_webhooks(p_organizer_id bigint, p_action_type text, p_event_id bigint, p_any_event boolean)
  RETURNS TABLE (webhook_id bigint, generation integer, slow_until timestamptz)
  LANGUAGE sql STABLE AS $$
    SELECT w.id, w.generation, w.slow_until
    FROM webhook_action_types t JOIN webhooks w ON w.id = t.webhook_id AND w.enabled
    WHERE t.organizer_id = p_organizer_id AND t.action_type = p_action_type
      AND t.any_event = ANY (CASE WHEN p_any_event THEN '{true,false}'::boolean[] ELSE '{true}'::boolean[] END)
    UNION ALL
    SELECT w.id, w.generation, w.slow_until
    FROM webhook_events e
    JOIN webhook_action_types t ON t.webhook_id = e.webhook_id AND t.action_type = p_action_type AND NOT t.any_event
    JOIN webhooks w ON w.id = e.webhook_id AND w.enabled
    WHERE e.event_id = p_event_id AND NOT p_any_event
  $$;
`;

const delivery = `
  CREATE SEQUENCE delivery_ids AS bigint CACHE 1;
  CREATE SEQUENCE lease_ids AS bigint CACHE 1;
  CREATE TABLE processes (
    id bigint GENERATED ALWAYS AS IDENTITY,
    role text NOT NULL,
    host text NOT NULL,
    pid integer NOT NULL,
    started timestamptz(3) NOT NULL,
    heartbeat timestamptz(3) NOT NULL,
    CONSTRAINT processes_pkey PRIMARY KEY (id)
  );
  -- owner NULL: the deliveries are in the queue whose memory is called epoch.
  CREATE TABLE leases (
    id bigint NOT NULL,
    owner bigint,
    epoch text,
    until timestamptz(3) NOT NULL,
    CONSTRAINT leases_pkey PRIMARY KEY (id)
  );
  CREATE TABLE owed (
    id bigint NOT NULL,
    notification_id bigint NOT NULL,
    recorded timestamptz(3) NOT NULL,
    organizer_id bigint NOT NULL,
    webhook_id bigint NOT NULL,
    generation integer NOT NULL,
    round smallint NOT NULL DEFAULT 1,
    attempt smallint NOT NULL DEFAULT 0,
    due timestamptz(3) NOT NULL,
    lease_id bigint,
    slow boolean NOT NULL DEFAULT false,
    drop_requested boolean NOT NULL DEFAULT false,
    last_return_code smallint,
    last_error text,
    CONSTRAINT owed_pkey PRIMARY KEY (id)
  ) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
  CREATE INDEX owed_waiting ON owed (slow, organizer_id, due) WHERE lease_id IS NULL;
  CREATE INDEX owed_leased ON owed (lease_id) WHERE lease_id IS NOT NULL;
  CREATE INDEX owed_webhook ON owed (webhook_id, recorded DESC, id DESC);
  CREATE INDEX owed_notification ON owed (notification_id);
  CREATE TABLE operations (
    id bigint GENERATED ALWAYS AS IDENTITY,
    organizer_id bigint NOT NULL,
    webhook_id bigint NOT NULL,
    since timestamptz(3) NOT NULL,
    until timestamptz(3) NOT NULL,
    state text NOT NULL,
    accepted timestamptz(3) NOT NULL,
    total bigint NOT NULL,
    done bigint NOT NULL DEFAULT 0,
    after_recorded timestamptz(3),
    after_id bigint,
    finished timestamptz(3),
    CONSTRAINT operations_pkey PRIMARY KEY (id)
  );
  CREATE INDEX operations_open ON operations (id) WHERE finished IS NULL;
`;

const logs = `
  CREATE SEQUENCE call_ids AS bigint CACHE 1;
  CREATE TABLE calls (
    datetime timestamptz(3) NOT NULL,
    id bigint NOT NULL,
    organizer_id bigint NOT NULL,
    webhook_id bigint NOT NULL,
    delivery_id bigint,
    notification_id bigint NOT NULL,
    recorded timestamptz(3),
    action_type_id integer NOT NULL,
    action_id integer NOT NULL,
    event text COLLATE "C",
    reference text COLLATE "C",
    target_url_id integer NOT NULL,
    round smallint NOT NULL,
    attempt smallint NOT NULL,
    duration_ms integer NOT NULL,
    return_code smallint NOT NULL,
    success boolean NOT NULL,
    final boolean NOT NULL,
    test boolean NOT NULL,
    next_attempt timestamptz(3),
    error_code text,
    error_message text,
    test_payload text,
    request_headers jsonb NOT NULL,
    response_headers jsonb NOT NULL,
    response_body text,
    remote_address text,
    timings jsonb NOT NULL,
    CONSTRAINT calls_pkey PRIMARY KEY (datetime, id)
  ) PARTITION BY RANGE (datetime);
  CREATE INDEX calls_organizer ON calls (organizer_id, datetime DESC, id DESC);
  CREATE INDEX calls_webhook ON calls (webhook_id, success, datetime DESC, id DESC);
  CREATE INDEX calls_action_type ON calls (webhook_id, action_type_id, datetime DESC, id DESC);
  CREATE INDEX calls_id ON calls (id);
  CREATE INDEX calls_delivery ON calls (delivery_id);
  CREATE INDEX calls_notification ON calls (notification_id);
  CREATE INDEX calls_reference ON calls (organizer_id, reference, datetime DESC, id DESC)
    WHERE reference IS NOT NULL;
  CREATE INDEX calls_final ON calls (webhook_id, recorded DESC, delivery_id DESC) WHERE final;
  -- Deliveries that ended without a call.
  CREATE TABLE ended (
    ended timestamptz(3) NOT NULL,
    delivery_id bigint NOT NULL,
    notification_id bigint NOT NULL,
    recorded timestamptz(3) NOT NULL,
    organizer_id bigint NOT NULL,
    webhook_id bigint NOT NULL,
    round smallint NOT NULL,
    attempt smallint NOT NULL,
    reason text NOT NULL,
    last_return_code smallint,
    last_error text,
    CONSTRAINT ended_pkey PRIMARY KEY (ended, delivery_id)
  ) PARTITION BY RANGE (ended);
  CREATE INDEX ended_webhook ON ended (webhook_id, recorded DESC, delivery_id DESC);
  CREATE INDEX ended_delivery ON ended (delivery_id);
  CREATE INDEX ended_notification ON ended (notification_id);
  CREATE TABLE call_hours (
    webhook_id bigint NOT NULL,
    hour timestamptz(3) NOT NULL,
    calls integer NOT NULL,
    failures integer NOT NULL,
    histogram integer[] NOT NULL,
    CONSTRAINT call_hours_pkey PRIMARY KEY (webhook_id, hour)
  );
  CREATE INDEX call_hours_hour ON call_hours (hour);
`;
