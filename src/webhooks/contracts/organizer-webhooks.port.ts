/** The webhooks of an organizer, by their ids. */
export interface WebhookIds {
  readonly all: readonly number[];
  readonly enabled: readonly number[];
}

/** Which webhooks organizers have, for many organizers at once. */
export interface OrganizerWebhooks {
  /** By organizer; those without any are absent. One statement. */
  of(organizerIds: readonly number[]): Promise<ReadonlyMap<number, WebhookIds>>;
}
export const OrganizerWebhooks = Symbol('OrganizerWebhooks');
