import type { Permission } from '@app/access';
import type { FieldErrors } from '@app/rest';
import type { MemberInvitation } from '@contracts/organizers';
import type { JSX } from 'preact';
import { FormActions, type FormFaults, FormSummary, FormToken, TextInput } from '../layout/form-fields.js';
import { useTexts } from '../layout/frame.js';
import { Page } from '../layout/page.js';
import { type FaultSentence, readableFaults } from '../layout/readable-faults.js';
import { paths } from '../paths.js';
import { PermissionFields } from '../permissions/permission-fields.js';

export interface InvitationProps {
  readonly organizer: string;
  readonly values: MemberInvitation;
  readonly held: readonly Permission[];
  readonly fields: FieldErrors;
}

const sentences: readonly FaultSentence[] = [
  [/^Enter a valid e-mail address\.$/, ({ people }) => people.form.faults.email],
  [/^Enter a name\.$/, ({ people }) => people.form.faults.name],
  [/^Enter a name without control characters\.$/, ({ people }) => people.form.faults.nameControls],
  [/^This person has a role here already\.$/, ({ people }) => people.form.faults.already],
  [/^This person works for others already\./, ({ people }) => people.form.faults.elsewhere],
];

export function invitationPage(props: InvitationProps, status = 200): Page {
  return new Page({
    status,
    title: ({ people }) => people.form.title,
    section: 'people',
    body: <InvitationForm {...props} />,
  });
}

function InvitationForm({ organizer, values, held, fields }: InvitationProps): JSX.Element {
  const texts = useTexts();
  const { form, role } = texts.people;
  const faults = readableFaults(fields, texts, sentences);
  return (
    <form class="card db-form" method="post" action={paths.invitePerson(organizer)}>
      <div class="card-body">
        <h1 class="h2">{form.title}</h1>
        <FormToken />
        <FormSummary faults={faults} text={texts.forms.seeBelow} />
        <WhoFields values={values} faults={faults} />
        <PermissionFields
          hint={role.permissionsHint}
          ticked={values.permissions}
          held={held}
          faults={faults}
        />
      </div>
      <FormActions cancel={form.cancel} back={paths.people(organizer)} submit={form.submit} />
    </form>
  );
}

function WhoFields({
  values,
  faults,
}: Pick<InvitationProps, 'values'> & { readonly faults: FormFaults }): JSX.Element {
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
