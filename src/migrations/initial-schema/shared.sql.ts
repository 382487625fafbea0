export const sharedSchema = `
  CREATE TABLE texts (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest bytea NOT NULL CONSTRAINT texts_digest UNIQUE,
    text text COLLATE "C" NOT NULL
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
