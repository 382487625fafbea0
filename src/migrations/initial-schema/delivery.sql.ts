export const deliverySchema = `
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
  -- What each lease was given for: the only way from leases, webhooks and notifications to rows of owed that are leased.
  -- Most deliveries are leased from their first moment to their last: without them in its indexes but the key, owed costs
  -- 230 bytes of WAL less a delivery. Apart from leases, because that table is looked through each second.
  CREATE TABLE lease_contents (
    lease_id bigint NOT NULL,
    deliveries bigint[] NOT NULL,
    webhooks bigint[] NOT NULL,
    notifications bigint[] NOT NULL,
    CONSTRAINT lease_contents_pkey PRIMARY KEY (lease_id)
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
  ) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
  -- What is due in a lane, whoever's, and each organizer's: only waiting deliveries cost these two.
  CREATE INDEX owed_due ON owed (slow, due) WHERE lease_id IS NULL;
  CREATE INDEX owed_waiting ON owed (slow, organizer_id, due) WHERE lease_id IS NULL;
  CREATE INDEX owed_webhook ON owed (webhook_id, recorded, id) WHERE lease_id IS NULL;
  CREATE INDEX owed_notification ON owed (notification_id) WHERE lease_id IS NULL;
  -- Where one webhook had all 10,000 that were waiting, PostgreSQL read the whole table for each webhook that it was asked
  -- for: 2,270 ms for 500 webhooks, in place of 18 by the index.
  ALTER TABLE owed ALTER webhook_id SET (n_distinct = -1);
  -- What each recording came to owe: what the ledger's auditor holds everything else against. It has no index, it is read
  -- from end to end by pages. A row for each job, so that none is so long that it is stored apart; deliveries: each is
  -- {its id, notification, webhook, generation}, since an array costs 24 bytes more than what is in it.
  CREATE TABLE fan_outs (
    recorded timestamptz(3) NOT NULL,
    organizer_id bigint NOT NULL,
    deliveries bigint[] NOT NULL
  ) PARTITION BY RANGE (recorded);
  -- How far each walk of the auditor has come, and what it found. One process at a time goes on with it, until next_at.
  CREATE TABLE ledger_walks (
    name text NOT NULL,
    day date,
    place bigint NOT NULL DEFAULT 0,
    found integer NOT NULL DEFAULT 0,
    last_found integer NOT NULL DEFAULT 0,
    finished timestamptz(3),
    next_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT ledger_walks_pkey PRIMARY KEY (name)
  );
  INSERT INTO ledger_walks (name) VALUES ('owed'), ('recent'), ('recorded');
  -- Webhooks that rows of owed are left of, though they are owed no longer.
  CREATE TABLE tidying (
    webhook_id bigint NOT NULL,
    CONSTRAINT tidying_pkey PRIMARY KEY (webhook_id)
  );
  -- Resends of all that was recorded in a time.
  CREATE TABLE operations (
    id bigint GENERATED ALWAYS AS IDENTITY,
    organizer_id bigint NOT NULL,
    webhook_id bigint NOT NULL,
    generation integer NOT NULL,
    since timestamptz(3) NOT NULL,
    until timestamptz(3) NOT NULL,
    state text NOT NULL,
    accepted timestamptz(3) NOT NULL,
    total bigint NOT NULL,
    done bigint NOT NULL DEFAULT 0,
    after_recorded timestamptz(3),
    after_id bigint,
    ended_before timestamptz(3),
    finished timestamptz(3),
    CONSTRAINT operations_pkey PRIMARY KEY (id)
  );
  CREATE INDEX operations_open ON operations (id) WHERE finished IS NULL;
  CREATE INDEX operations_webhook ON operations (webhook_id, id);
`;
