export const logsSchema = `
  -- A nextval is the first of a block (call-ids.service.ts).
  CREATE SEQUENCE call_ids AS bigint INCREMENT 500 CACHE 1;
  -- The order of the columns wastes nothing on alignment. What repeats in millions of rows is stored once, as a text.
  CREATE TABLE calls (
    datetime timestamptz(3) NOT NULL,
    id bigint NOT NULL,
    organizer_id bigint NOT NULL,
    webhook_id bigint NOT NULL,
    delivery_id bigint,
    notification_id bigint NOT NULL,
    recorded timestamptz(3) NOT NULL,
    next_attempt timestamptz(3),
    action_type_id integer NOT NULL,
    action_id integer NOT NULL,
    target_url_id integer NOT NULL,
    request_headers_id integer NOT NULL,
    response_headers_id integer,
    duration_us integer NOT NULL,
    dns_us integer,
    connect_us integer,
    tls_us integer,
    first_byte_us integer,
    response_date_offset smallint,
    round smallint NOT NULL,
    attempt smallint NOT NULL,
    return_code smallint NOT NULL,
    success boolean NOT NULL,
    final boolean NOT NULL,
    event text COLLATE "C",
    reference text COLLATE "C",
    remote_address text,
    error_code text,
    error_message text,
    test_payload text,
    response_headers text,
    response_body text
  ) PARTITION BY RANGE (datetime);
  -- Every entry of an index costs a call some 80 bytes of WAL (docs/adr/0017). What is searched for is the end of a key
  -- that begins with whose call it is, and when: an entry that does not match is passed over, its row unread.
  CREATE INDEX calls_organizer ON calls (organizer_id, datetime, action_type_id, success, event);
  CREATE INDEX calls_webhook ON calls (webhook_id, datetime, action_type_id, success, event);
  CREATE INDEX calls_failed ON calls (organizer_id, datetime, webhook_id, action_type_id, event) WHERE NOT success;
  CREATE INDEX calls_final ON calls (webhook_id, recorded, delivery_id) WHERE final;
  CREATE INDEX calls_exhausted ON calls (webhook_id, recorded, delivery_id) WHERE final AND NOT success;
  CREATE INDEX calls_notification ON calls (notification_id);
  CREATE INDEX calls_delivery ON calls (delivery_id) WHERE delivery_id IS NOT NULL;
  -- Ids are drawn in the order of time, as rows are written.
  CREATE INDEX calls_id ON calls USING brin (id) WITH (pages_per_range = 32, autosummarize = on);
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
    last_return_code smallint,
    reason text NOT NULL,
    last_error text,
    CONSTRAINT ended_pkey PRIMARY KEY (delivery_id, ended)
  ) PARTITION BY RANGE (ended);
  CREATE INDEX ended_webhook ON ended (webhook_id, recorded, delivery_id);
  CREATE INDEX ended_notification ON ended (notification_id);
  -- Room in each page for the next versions of its rows: they are added to, and no index is touched.
  CREATE TABLE call_hours (
    hour timestamptz(3) NOT NULL,
    webhook_id bigint NOT NULL,
    calls integer NOT NULL,
    failures integer NOT NULL,
    bucket smallint NOT NULL,
    CONSTRAINT call_hours_pkey PRIMARY KEY (hour, webhook_id, bucket)
  ) WITH (fillfactor = 60);
  -- The hours in which each webhook was last called, and last with success; where nothing was there is no row, or null.
  CREATE TABLE last_called (
    webhook_id bigint NOT NULL,
    hour timestamptz(3) NOT NULL,
    success_hour timestamptz(3),
    CONSTRAINT last_called_pkey PRIMARY KEY (webhook_id)
  ) WITH (fillfactor = 60);
`;
