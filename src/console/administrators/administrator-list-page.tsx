import type { Person } from '@contracts/organizers';
import type { JSX } from 'preact';
import { Breakable } from '../layout/breakable.js';
import { CardTable } from '../layout/card-table.js';
import { CreateLink } from '../layout/empty-list.js';
import { useTexts } from '../layout/frame.js';
import { ListPage } from '../layout/list-page.js';
import type { ListPlace } from '../layout/list-part.js';
import { Page } from '../layout/page.js';
import { Pager } from '../layout/pager.js';
import { RelativeTime } from '../layout/time.js';
import { paths } from '../paths.js';

export interface AdministratorListProps {
  readonly people: readonly Person[];
  readonly place: ListPlace;
  /** Whose page it is. */
  readonly self: number | null;
  readonly notice: string | undefined;
}

export function administratorListPage(props: AdministratorListProps): Page {
  return new Page({
    title: ({ administrators }) => administrators.title,
    body: <AdministratorList {...props} />,
  });
}

function AdministratorList({ people, place, self, notice }: AdministratorListProps): JSX.Element {
  const { administrators: texts } = useTexts();
  return (
    <ListPage
      title={texts.title}
      intro={texts.intro}
      notice={notice}
      create={<CreateLink href={paths.newAdministrator} text={texts.invite} />}
      empty={undefined}
    >
      <div class="card">
        <CardTable columns={Object.values(texts.columns)}>
          {people.map((person) => (
            <Row key={person.id} person={person} isSelf={person.id === self} />
          ))}
        </CardTable>
        <Pager path={paths.administrators} {...place} />
      </div>
    </ListPage>
  );
}

function Row({ person, isSelf }: { readonly person: Person; readonly isSelf: boolean }): JSX.Element {
  const { administrators, people } = useTexts();
  const { columns, link, linkLabel, remove, removeLabel } = administrators;
  const { id, name, email, lastSignIn } = person;
  return (
    <tr id={`person-${id}`}>
      <td data-label={columns.name}>
        <span>
          {name} {isSelf && <span class="db-quiet">({people.you})</span>}
        </span>
      </td>
      <td data-label={columns.email}>
        <span class="db-url">
          <Breakable text={email} />
        </span>
      </td>
      <td data-label={columns.lastSignIn}>
        <span>{lastSignIn ? <RelativeTime at={lastSignIn} /> : people.never}</span>
      </td>
      <td data-label={columns.action}>
        <span class="btn-list">
          <a class="btn btn-sm" href={paths.administratorLink(id)} aria-label={linkLabel(name)}>
            {link}
          </a>
          <a class="btn btn-sm" href={paths.removeAdministrator(id)} aria-label={removeLabel(name)}>
            {remove}
          </a>
        </span>
      </td>
    </tr>
  );
}
