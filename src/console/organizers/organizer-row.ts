import type { CallTotal } from '@contracts/logs';
import type { NamedOrganizer } from '@contracts/organizers';

/** An organizer and how it does. */
export interface OrganizerRow {
  readonly organizer: NamedOrganizer;
  /** Disabled ones too. */
  readonly webhooks: number;
  readonly total: CallTotal;
  /** Whether the reader may see its webhooks. */
  readonly isOpen: boolean;
}
