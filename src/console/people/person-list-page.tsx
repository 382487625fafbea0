import type { Member } from '@contracts/organizers';
import type { JSX } from 'preact';
import { Breakable } from '../layout/breakable.js';
import { CardTable } from '../layout/card-table.js';
import { CreateLink } from '../layout/empty-list.js';
import { useTexts } from '../layout/frame.js';
import type { ListPlace } from '../layout/list-part.js';
import { ListPage } from '../layout/list-page.js';
import { Page } from '../layout/page.js';
import { Pager } from '../layout/pager.js';
import { RelativeTime } from '../layout/time.js';
import { paths } from '../paths.js';
import { PermissionWords } from '../permissions/permission-words.js';

export interface PersonListProps {
  readonly organizer: string;
  readonly people: readonly Member[];
  readonly place: ListPlace;
  /** Whose page it is. */
  readonly self: number | null;
  readonly notice: string | undefined;
}

export function personListPage(props: PersonListProps): Page {
  return new Page({
    title: ({ people }) => people.title,
    section: 'people',
    body: <PersonList {...props} />,
  });
}

function PersonList({ organizer, people, place, self, notice }: PersonListProps): JSX.Element {
  const texts = useTexts().people;
  const isEmpty = people.length === 0 && place.page === 1;
  return (
    <ListPage
      title={texts.title}
      intro={texts.intro}
      notice={notice}
      create={<CreateLink href={paths.invitePerson(organizer)} text={texts.invite} />}
      empty={isEmpty ? texts.empty : undefined}
    >
      <div class="card">
        <CardTable columns={Object.values(texts.columns)}>
          {people.map((person) => (
            <PersonRow
              key={person.id}
              person={person}
              path={paths.person(organizer, person.id)}
              isSelf={person.id === self}
            />
          ))}
        </CardTable>
        <Pager path={paths.people(organizer)} {...place} />
      </div>
    </ListPage>
  );
}

interface PersonRowProps {
  readonly person: Member;
  readonly path: string;
  readonly isSelf: boolean;
}

function PersonRow({ person, path, isSelf }: PersonRowProps): JSX.Element {
  const { columns, never, edit, editLabel, you, administrator } = useTexts().people;
  const { id, name, email, permissions, lastSignIn, isAdministrator } = person;
  return (
    <tr id={`person-${id}`}>
      <td data-label={columns.name}>
        <span>
          {name} {isSelf && <span class="db-quiet">({you})</span>}
          {isAdministrator && <span class="db-quiet db-line">{administrator}</span>}
        </span>
      </td>
      <td data-label={columns.email}>
        <span class="db-url">
          <Breakable text={email} />
        </span>
      </td>
      <td data-label={columns.permissions}>
        <PermissionWords permissions={permissions} />
      </td>
      <td data-label={columns.lastSignIn}>
        <span>{lastSignIn ? <RelativeTime at={lastSignIn} /> : never}</span>
      </td>
      <td data-label={columns.action}>
        <a class="btn btn-sm" href={path} aria-label={editLabel(name)}>
          {edit}
        </a>
      </td>
    </tr>
  );
}
