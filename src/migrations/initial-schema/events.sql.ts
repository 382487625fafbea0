export const eventsSchema = `
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
    CONSTRAINT notifications_pkey PRIMARY KEY (id, recorded)
  ) PARTITION BY RANGE (recorded);
  -- Ascending, though lists are newest first: what is added at the end splits pages less. A reference has few notifications:
  -- those are sorted when they are asked for. With the key that begins with the id, 382 -> 253 bytes of WAL a notification.
  CREATE INDEX notifications_organizer ON notifications (organizer_id, recorded, id);
  CREATE INDEX notifications_reference ON notifications (organizer_id, reference) WHERE reference IS NOT NULL;
  CREATE TABLE recording_keys (
    organizer_id bigint NOT NULL,
    key text COLLATE "C" NOT NULL,
    notification_id bigint NOT NULL,
    recorded timestamptz(3) NOT NULL,
    content_hash bytea NOT NULL,
    deliveries integer NOT NULL DEFAULT 0,
    CONSTRAINT recording_keys_pkey PRIMARY KEY (organizer_id, key)
  );
  -- Days of notifications that were still owed when they were due to go, and how long their calls can be shown for it.
  CREATE TABLE held_days (
    day date NOT NULL,
    until timestamptz(3) NOT NULL,
    CONSTRAINT held_days_pkey PRIMARY KEY (day)
  );
  CREATE INDEX recording_keys_recorded ON recording_keys (recorded);
`;
