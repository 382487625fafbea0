/** An event as people choose it. */
export interface EventChoice {
  readonly slug: string;
  /** In the first of the languages asked for that it has, else in any. */
  readonly name: string;
}

/** Events of an organizer, for people who choose some of them. */
export interface EventChoices {
  /** Whose name or slug holds the text, in any case; by slug, `limit` of them at most. */
  search(organizerId: number, text: string, limit: number, language: string): Promise<readonly EventChoice[]>;
  /** Those of these slugs that are there. */
  named(organizerId: number, slugs: readonly string[], language: string): Promise<readonly EventChoice[]>;
}
export const EventChoices = Symbol('EventChoices');
