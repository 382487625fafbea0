import type { FieldErrors } from '@app/rest';
import type { FormFaults } from '../../layout/form-fields.js';
import type { Texts } from '../../texts/en.js';

type Sentence = readonly [pattern: RegExp, say: (texts: Texts, found: string) => string];

/** What the API says of a field, and how the console says it. What is not here is shown as the API says it. */
const sentences: readonly Sentence[] = [
  [/^This field (?:may not be blank|is required)\.$/, ({ forms }) => forms.faults.required],
  [/^Enter a valid URL\. Only https/, ({ forms }) => forms.faults.httpsOnly],
  [/^Enter a valid URL\. Port (\d+) is not allowed/, ({ forms }, port) => forms.faults.portRefused(port)],
  [/^Enter a valid URL\.$/, ({ forms }) => forms.faults.invalidUrl],
  [
    /^Ensure this field has no more than (\d+) characters\.$/,
    ({ forms }, most) => forms.faults.tooLong(most),
  ],
  [/^Invalid action type "/, ({ webhooks }) => webhooks.form.faults.unknownType],
  [
    /^Object with slug=(.*) does not exist\.$/s,
    ({ webhooks }, slug) => webhooks.form.faults.unknownEvent(slug),
  ],
  [/^You can set either limit_events or all_events\.$/, ({ webhooks }) => webhooks.form.faults.both],
  [/^An organizer can have no more than (\d+) /, ({ webhooks }, most) => webhooks.form.faults.tooMany(most)],
];

/** The same faults, in the reader's words. */
export function readableFaults(fields: FieldErrors, texts: Texts): FormFaults {
  const entries = Object.entries(fields).map(([name, faults]) => [
    name,
    (faults as readonly string[]).map((fault) => readable(fault, texts)),
  ]);
  return Object.fromEntries(entries) as FormFaults;
}

function readable(fault: string, texts: Texts): string {
  for (const [pattern, say] of sentences) {
    const match = pattern.exec(fault);
    if (match) return say(texts, match[1] ?? '');
  }
  return fault;
}
