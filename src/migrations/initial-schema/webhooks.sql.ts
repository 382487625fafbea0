export const webhooksSchema = `
  CREATE TABLE webhooks (
    id bigint GENERATED ALWAYS AS IDENTITY,
    organizer_id bigint NOT NULL,
    enabled boolean NOT NULL DEFAULT true,
    target_url bytea NOT NULL,
    all_events boolean NOT NULL DEFAULT true,
    limit_events text[] NOT NULL,
    action_types text[] NOT NULL,
    comment text,
    generation integer NOT NULL DEFAULT 1,
    dropped_reason text,
    disabled_at timestamptz(3),
    slow_until timestamptz(3),
    created timestamptz(3) NOT NULL,
    CONSTRAINT webhooks_pkey PRIMARY KEY (id),
    CONSTRAINT webhooks_organizer_fkey FOREIGN KEY (organizer_id) REFERENCES organizers (id) ON DELETE CASCADE
  );
  CREATE INDEX webhooks_organizer ON webhooks (organizer_id, id);
  -- What matching reads: action_types and limit_events once more, by row. any_event: all_events of the webhook.
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
  -- Matching asks for organizers and events that PostgreSQL does not know when it plans; what it expects of each is taken
  -- from here. Where one had most of 100,000 webhooks, it read that table for each notification, 2 ms, in place of the index.
  ALTER TABLE webhook_action_types ALTER organizer_id SET (n_distinct = -1);
  ALTER TABLE webhook_events ALTER event_id SET (n_distinct = -1);

  -- Whom an action is owed to. The only thing of the module webhooks that another
  -- module's SQL may use: delivery's fan-out stays one set-based statement. p_any_event: the type ignores event limits.
  -- OFFSET 0 keeps the planner from joining all webhooks: it cannot know how few of an organizer's subscriptions to a type
  -- are for any event. With 100,000 of which one matches: 14 ms a notification without, 0.03 ms with it. The range of
  -- any_event, true or both, is part of what the index is asked for; an array of both is not in PostgreSQL 15: 4 ms.
  CREATE FUNCTION matching_webhooks(p_organizer_id bigint, p_action_type text, p_event_id bigint, p_any_event boolean)
  RETURNS TABLE (webhook_id bigint, generation integer, slow_until timestamptz)
  LANGUAGE sql STABLE AS $$
    SELECT w.id, w.generation, w.slow_until
    FROM webhook_action_types t
    CROSS JOIN LATERAL (
      SELECT id, generation, slow_until FROM webhooks WHERE id = t.webhook_id AND enabled OFFSET 0
    ) w
    WHERE t.organizer_id = p_organizer_id AND t.action_type = p_action_type
      AND t.any_event BETWEEN (NOT p_any_event) AND true
    UNION ALL
    SELECT w.id, w.generation, w.slow_until
    FROM webhook_events e
    CROSS JOIN LATERAL (
      SELECT id, generation, slow_until FROM webhooks
      WHERE id = e.webhook_id AND enabled AND EXISTS (
        SELECT FROM webhook_action_types t
        WHERE t.webhook_id = e.webhook_id AND t.action_type = p_action_type AND NOT t.any_event OFFSET 0)
      OFFSET 0
    ) w
    WHERE e.event_id = p_event_id AND NOT p_any_event
  $$;
`;
