export const logsSchema = `
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
