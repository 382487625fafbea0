import type { ActionType } from './action-type.js';
import { compileBodyWriter } from './reference-fields.js';

/** The body of a test call, and of the documentation: `notification_id` 0 and the type's samples. JSON. */
export function sampleBodyOf(
  type: ActionType,
  { organizer, event }: { readonly organizer: string; readonly event: string },
): string {
  const references = Object.fromEntries(type.fields.map(({ name, sample }) => [name, sample]));
  return compileBodyWriter(type)({
    notificationId: 0,
    organizer,
    event,
    action: type.sampleAction,
    references,
  });
}
