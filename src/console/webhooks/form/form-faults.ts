import type { FaultSentence } from '../../layout/readable-faults.js';

/** What the API says of the fields of webhooks. */
export const webhookFaults: readonly FaultSentence[] = [
  [/^Enter a valid URL\. Only https/, ({ forms }) => forms.faults.httpsOnly],
  [/^Enter a valid URL\. Port (\d+) is not allowed/, ({ forms }, port) => forms.faults.portRefused(port)],
  [/^Enter a valid URL\.$/, ({ forms }) => forms.faults.invalidUrl],
  [/^Invalid action type "/, ({ webhooks }) => webhooks.form.faults.unknownType],
  [
    /^Object with slug=(.*) does not exist\.$/s,
    ({ webhooks }, slug) => webhooks.form.faults.unknownEvent(slug),
  ],
  [/^You can set either limit_events or all_events\.$/, ({ webhooks }) => webhooks.form.faults.both],
  [/^An organizer can have no more than (\d+) /, ({ webhooks }, most) => webhooks.form.faults.tooMany(most)],
];
