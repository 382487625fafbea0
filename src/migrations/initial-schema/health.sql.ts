export const healthSchema = `
  -- What each process says of itself, every few seconds, whatever its role. Nothing is decided by it: it is for people.
  -- Two tables say who runs. Leases are judged by the heartbeat of processes, each second: it is delivery's, and says no more
  -- than that takes. This one is for the console alone. That neither module knows the other's costs a row.
  CREATE TABLE process_reports (
    id uuid NOT NULL,
    role text NOT NULL,
    host text NOT NULL,
    pid integer NOT NULL,
    version text NOT NULL,
    node_version text NOT NULL,
    started timestamptz(3) NOT NULL,
    seen timestamptz(3) NOT NULL,
    calls_in_flight integer NOT NULL,
    jobs_waiting integer,
    CONSTRAINT process_reports_pkey PRIMARY KEY (id)
  );
  -- What each process did, by the minute, for a day. arrivals: how many first deliveries took how long (arrival-times.ts).
  CREATE TABLE traffic_minutes (
    minute timestamptz(3) NOT NULL,
    process_id uuid NOT NULL,
    recorded integer NOT NULL,
    delivered integer NOT NULL,
    failed integer NOT NULL,
    arrivals integer[] NOT NULL,
    CONSTRAINT traffic_minutes_pkey PRIMARY KEY (minute, process_id)
  );
`;
