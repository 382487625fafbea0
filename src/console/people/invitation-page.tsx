import type { Permission } from '@app/access';
import type { FieldErrors } from '@app/rest';
import type { MemberInvitation } from '@contracts/organizers';
import type { JSX } from 'preact';
import { CardForm } from '../layout/card-form.js';
import { useTexts } from '../layout/frame.js';
import { Page } from '../layout/page.js';
import { readableFaults } from '../layout/readable-faults.js';
import { paths } from '../paths.js';
import { PermissionFields } from '../permissions/permission-fields.js';
import { personFaults, WhoFields } from './who-fields.js';

export interface InvitationProps {
  readonly organizer: string;
  readonly values: MemberInvitation;
  readonly held: readonly Permission[];
  readonly fields: FieldErrors;
}

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
  const faults = readableFaults(fields, texts, personFaults);
  return (
    <CardForm
      title={form.title}
      faults={faults}
      submit={form.submit}
      cancel={form.cancel}
      back={paths.people(organizer)}
    >
      <WhoFields values={values} faults={faults} />
      <PermissionFields hint={role.permissionsHint} ticked={values.permissions} held={held} faults={faults} />
    </CardForm>
  );
}
