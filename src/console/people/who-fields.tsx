import type { Invitation } from '@contracts/organizers';
import type { JSX } from 'preact';
import { type FormFaults, TextInput } from '../layout/form-fields.js';
import { useTexts } from '../layout/frame.js';
import type { FaultSentence } from '../layout/readable-faults.js';

/** What may be wrong with them. */
export const personFaults: readonly FaultSentence[] = [
  [/^Enter a valid e-mail address\.$/, ({ people }) => people.form.faults.email],
  [/^Enter a name\.$/, ({ people }) => people.form.faults.name],
  [/^Enter a name without control characters\.$/, ({ people }) => people.form.faults.nameControls],
  [/^This person has a role here already\.$/, ({ people }) => people.form.faults.already],
  [/^This person works for others already\./, ({ people }) => people.form.faults.elsewhere],
  [/^This person is an administrator already\.$/, ({ administrators }) => administrators.form.already],
];

interface WhoFieldsProps {
  readonly values: Invitation;
  readonly faults: FormFaults;
}

/** Whom an invitation is for. */
export function WhoFields({ values, faults }: WhoFieldsProps): JSX.Element {
  const { form } = useTexts().people;
  return (
    <>
      <TextInput
        name="email"
        label={form.email}
        type="email"
        hint={form.emailHint}
        value={values.email}
        faults={faults}
        isRequired
        input={{ maxLength: 254, autocomplete: 'off' }}
      />
      <TextInput
        name="name"
        label={form.name}
        hint={form.nameHint}
        value={values.name}
        faults={faults}
        isRequired
        input={{ maxLength: 190, autocomplete: 'off' }}
      />
    </>
  );
}
