import type { FieldErrors } from '@app/rest';
import { slugMaxLength } from '@contracts/organizers';
import type { JSX } from 'preact';
import { FormActions, FormSummary, FormToken, TextInput } from '../layout/form-fields.js';
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

/** Sent to the address of its page. */
function OrganizerForm({ isNew, name, slug, fields }: OrganizerFormProps): JSX.Element {
  const texts = useTexts();
  const { organizers, forms } = texts;
  const { form } = organizers;
  const faults = readableFaults(fields, texts, sentences);
  return (
    <form class="card db-form" method="post">
      <div class="card-body">
        <h1 class="h2">{isNew ? form.createTitle : form.renameTitle}</h1>
        <FormToken />
        <FormSummary faults={faults} text={forms.seeBelow} />
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
      </div>
      <FormActions cancel={form.cancel} back={paths.organizers} submit={isNew ? form.create : form.save} />
    </form>
  );
}
