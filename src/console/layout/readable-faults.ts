import type { FieldErrors } from '@app/rest';
import type { Texts } from '../texts/en.js';
import type { FormFaults } from './form-fields.js';

/** What a service says of a field, and how the console says it. What is not there is shown as the service says it. */
export type FaultSentence = readonly [pattern: RegExp, say: (texts: Texts, found: string) => string];

const common: readonly FaultSentence[] = [
  [/^This field (?:may not be blank|is required)\.$/, ({ forms }) => forms.faults.required],
  [
    /^Ensure this field has no more than (\d+) characters\.$/,
    ({ forms }, most) => forms.faults.tooLong(most),
  ],
  [/^Use at most (\d+) characters\.$/, ({ forms }, most) => forms.faults.tooLong(most)],
  [/^You can only give permissions that you have/, ({ forms }) => forms.faults.notHeld],
  [/^Choose at least one\.$/, ({ forms }) => forms.faults.permissions],
];

/** The same faults, in the reader's words. */
export function readableFaults(
  fields: FieldErrors,
  texts: Texts,
  sentences: readonly FaultSentence[] = [],
): FormFaults {
  const entries = Object.entries(fields).map(([name, faults]) => [
    name,
    (faults as readonly string[]).map((fault) => readable(fault, texts, [...sentences, ...common])),
  ]);
  return Object.fromEntries(entries) as FormFaults;
}

function readable(fault: string, texts: Texts, sentences: readonly FaultSentence[]): string {
  for (const [pattern, say] of sentences) {
    const match = pattern.exec(fault);
    if (match) return say(texts, match[1] ?? '');
  }
  return fault;
}
