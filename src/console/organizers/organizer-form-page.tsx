import type { FieldErrors } from '@app/rest';
import { slugMaxLength } from '@contracts/organizers';
import type { JSX } from 'preact';
import { CardForm } from '../layout/card-form.js';
import { TextInput } from '../layout/form-fields.js';
import { useTexts } from '../layout/frame.js';
import { Page } from '../layout/page.js';
import { type FaultSentence, readableFaults } from '../layout/readable-faults.js';
import { paths } from '../paths.js';

export interface OrganizerFormProps {
  /** A slug never changes: only a new organizer is asked for one. */
  readonly isNew: boolean;
  /** As it was typed. */
  readonly name: string;
  readonly slug: string;
  readonly fields: FieldErrors;
}

const sentences: readonly FaultSentence[] = [
  [/^This field must be unique\.$/, ({ organizers }) => organizers.form.faults.taken],
  [/^The slug may only contain/, ({ organizers }) => organizers.form.faults.slug],
];

export function organizerFormPage(props: OrganizerFormProps, status = 200): Page {
  return new Page({
    status,
    title: ({ organizers: { form } }) => (props.isNew ? form.createTitle : form.renameTitle),
    body: <OrganizerForm {...props} />,
  });
}

function OrganizerForm({ isNew, name, slug, fields }: OrganizerFormProps): JSX.Element {
  const texts = useTexts();
  const { organizers } = texts;
  const { form } = organizers;
  const faults = readableFaults(fields, texts, sentences);
  return (
    <CardForm
      title={isNew ? form.createTitle : form.renameTitle}
      faults={faults}
      submit={isNew ? form.create : form.save}
      cancel={form.cancel}
      back={paths.organizers}
    >
      <TextInput
        name="name"
        label={organizers.name}
        hint={form.nameHint}
        value={name}
        faults={faults}
        isRequired
        input={{ maxLength: 200, autocomplete: 'off' }}
      />
      {isNew && (
        <TextInput
          name="slug"
          label={organizers.slug}
          hint={form.slugHint}
          value={slug}
          faults={faults}
          isRequired
          look="db-url"
          input={{ maxLength: slugMaxLength, autocomplete: 'off', spellcheck: false }}
        />
      )}
    </CardForm>
  );
}
