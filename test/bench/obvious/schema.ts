/** What the obvious way would create. Beside its key the log has the indexes that Doorbell's has: both answer the same. */
export const schema = `
  CREATE TABLE IF NOT EXISTS webhooks (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organizer text NOT NULL,
    target_url text NOT NULL,
    enabled boolean NOT NULL DEFAULT true,
    all_events boolean NOT NULL DEFAULT true,
    limit_events text[] NOT NULL DEFAULT '{}',
    action_types text[] NOT NULL
  );
  CREATE INDEX IF NOT EXISTS webhooks_organizer ON webhooks (organizer);

  CREATE TABLE IF NOT EXISTS notifications (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    recorded timestamptz NOT NULL DEFAULT now(),
    organizer text NOT NULL,
    event text,
    action text NOT NULL,
    code text NOT NULL
  );
  CREATE INDEX IF NOT EXISTS notifications_organizer ON notifications (organizer, recorded DESC, id DESC);
  CREATE INDEX IF NOT EXISTS notifications_code ON notifications (organizer, code, recorded DESC, id DESC);

  CREATE TABLE IF NOT EXISTS deliveries (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    notification_id bigint NOT NULL REFERENCES notifications,
    webhook_id bigint NOT NULL REFERENCES webhooks,
    state text NOT NULL DEFAULT 'pending',
    attempts smallint NOT NULL DEFAULT 0,
    last_return_code smallint,
    updated timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX IF NOT EXISTS deliveries_pending ON deliveries (id) WHERE state = 'pending';
  CREATE INDEX IF NOT EXISTS deliveries_webhook ON deliveries (webhook_id, id DESC);
  CREATE INDEX IF NOT EXISTS deliveries_notification ON deliveries (notification_id);

  CREATE TABLE IF NOT EXISTS calls (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    datetime timestamptz NOT NULL,
    organizer text NOT NULL,
    webhook_id bigint NOT NULL,
    delivery_id bigint NOT NULL,
    notification_id bigint NOT NULL,
    recorded timestamptz NOT NULL,
    action text NOT NULL,
    event text,
    reference text,
    target_url text NOT NULL,
    attempt smallint NOT NULL,
    return_code smallint NOT NULL,
    success boolean NOT NULL,
    final boolean NOT NULL,
    duration_ms integer NOT NULL,
    error text,
    request_body text NOT NULL,
    response_headers jsonb NOT NULL,
    response_body text
  );
  CREATE INDEX IF NOT EXISTS calls_organizer ON calls (organizer, datetime, action, success, event);
  CREATE INDEX IF NOT EXISTS calls_webhook ON calls (webhook_id, datetime, action, success, event);
  CREATE INDEX IF NOT EXISTS calls_failed ON calls (organizer, datetime, webhook_id, action, event) WHERE NOT success;
  CREATE INDEX IF NOT EXISTS calls_final ON calls (webhook_id, recorded, delivery_id) WHERE final;
  CREATE INDEX IF NOT EXISTS calls_exhausted ON calls (webhook_id, recorded, delivery_id) WHERE final AND NOT success;
  CREATE INDEX IF NOT EXISTS calls_notification ON calls (notification_id);
  CREATE INDEX IF NOT EXISTS calls_delivery ON calls (delivery_id);
`;
