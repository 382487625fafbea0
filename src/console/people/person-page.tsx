import type { Permission } from '@app/access';
import type { FieldErrors } from '@app/rest';
import type { Member } from '@contracts/organizers';
import type { JSX } from 'preact';
import { ActionCard } from '../layout/action-card.js';
import { FormActions, FormSummary, FormToken } from '../layout/form-fields.js';
import { useTexts } from '../layout/frame.js';
import { Banner } from '../layout/notice.js';
import { Page } from '../layout/page.js';
import { readableFaults } from '../layout/readable-faults.js';
import { paths } from '../paths.js';
import { PermissionFields } from '../permissions/permission-fields.js';

export interface PersonProps {
  readonly organizer: string;
  readonly person: Member;
  /** As they are, or as they were just ticked. */
  readonly ticked: readonly Permission[];
  readonly held: readonly Permission[];
  readonly fields: FieldErrors;
  readonly isSelf: boolean;
  readonly mayCreateLink: boolean;
}

export function personPage(props: PersonProps, status = 200): Page {
  return new Page({
    status,
    title: () => props.person.name,
    section: 'people',
    body: <Person {...props} />,
  });
}

function Person(props: PersonProps): JSX.Element {
  const { person } = props;
  return (
    <div class="db-form">
      <div class="db-title">
        <div class="db-title-main">
          <h1>{person.name}</h1>
          <p class="db-quiet db-url">{person.email}</p>
        </div>
      </div>
      <RoleForm {...props} />
      <PasswordCard {...props} />
      <RemovalCard {...props} />
    </div>
  );
}

function RoleForm({ organizer, person, ticked, held, fields, isSelf }: PersonProps): JSX.Element {
  const texts = useTexts();
  const { role } = texts.people;
  const faults = readableFaults(fields, texts);
  return (
    <form class="card mb-3" method="post" action={paths.person(organizer, person.id)}>
      <div class="card-body">
        <FormToken />
        <FormSummary faults={faults} text={texts.forms.seeBelow} />
        {isSelf && !person.isAdministrator && <Banner tone="warning">{role.self}</Banner>}
        <PermissionFields hint={role.permissionsHint} ticked={ticked} held={held} faults={faults} />
      </div>
      <FormActions cancel={role.back} back={paths.people(organizer)} submit={role.submit} />
    </form>
  );
}

function PasswordCard({ organizer, person, mayCreateLink }: PersonProps): JSX.Element {
  const { link } = useTexts().people;
  return (
    <ActionCard title={link.section} text={mayCreateLink ? link.explain : link.forbidden}>
      {mayCreateLink && (
        <a class="btn" href={paths.personLink(organizer, person.id)}>
          {link.ask}
        </a>
      )}
    </ActionCard>
  );
}

function RemovalCard({ organizer, person }: PersonProps): JSX.Element {
  const { remove } = useTexts().people;
  return (
    <ActionCard title={remove.section} text={remove.explain}>
      <a class="btn btn-outline-danger" href={paths.removePerson(organizer, person.id)}>
        {remove.ask}
      </a>
    </ActionCard>
  );
}
