export const organizersSchema = `
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
  CREATE TABLE people (
    id bigint GENERATED ALWAYS AS IDENTITY,
    email text COLLATE "C" NOT NULL,
    name text NOT NULL,
    is_administrator boolean NOT NULL,
    password text,
    subject text COLLATE "C",
    created timestamptz(3) NOT NULL,
    last_sign_in timestamptz(3),
    CONSTRAINT people_pkey PRIMARY KEY (id),
    CONSTRAINT people_email UNIQUE (email),
    CONSTRAINT people_subject UNIQUE (subject)
  );
  CREATE TABLE person_roles (
    person_id bigint NOT NULL,
    organizer_id bigint NOT NULL,
    permissions text[] NOT NULL,
    CONSTRAINT person_roles_pkey PRIMARY KEY (person_id, organizer_id),
    CONSTRAINT person_roles_person FOREIGN KEY (person_id) REFERENCES people (id) ON DELETE CASCADE,
    CONSTRAINT person_roles_organizer FOREIGN KEY (organizer_id) REFERENCES organizers (id) ON DELETE CASCADE
  );
  CREATE INDEX person_roles_organizer_id ON person_roles (organizer_id, person_id);
  CREATE TABLE sessions (
    id bigint GENERATED ALWAYS AS IDENTITY,
    person_id bigint NOT NULL,
    hash bytea NOT NULL,
    address text NOT NULL,
    created timestamptz(3) NOT NULL,
    last_used timestamptz(3) NOT NULL,
    CONSTRAINT sessions_pkey PRIMARY KEY (id),
    CONSTRAINT sessions_hash UNIQUE (hash),
    CONSTRAINT sessions_person FOREIGN KEY (person_id) REFERENCES people (id) ON DELETE CASCADE
  );
  CREATE INDEX sessions_person_id ON sessions (person_id, id);
  CREATE TABLE sign_in_links (
    hash bytea NOT NULL,
    person_id bigint,
    purpose text NOT NULL,
    expires timestamptz(3) NOT NULL,
    CONSTRAINT sign_in_links_pkey PRIMARY KEY (hash),
    CONSTRAINT sign_in_links_person FOREIGN KEY (person_id) REFERENCES people (id) ON DELETE CASCADE
  );
  CREATE INDEX sign_in_links_person_id ON sign_in_links (person_id);
  CREATE TABLE audit_entries (
    id bigint GENERATED ALWAYS AS IDENTITY,
    organizer_id bigint,
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

  -- Append-only, whoever asks: entries end with the table alone.
  CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'The audit trail is append-only.' USING ERRCODE = 'insufficient_privilege';
    END
  $$;
  CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
`;
