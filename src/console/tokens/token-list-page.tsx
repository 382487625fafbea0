import type { ApiToken } from '@contracts/organizers';
import type { JSX } from 'preact';
import { CardTable } from '../layout/card-table.js';
import { CreateLink } from '../layout/empty-list.js';
import { useFrame, useTexts } from '../layout/frame.js';
import type { ListPlace } from '../layout/list-part.js';
import { ListPage } from '../layout/list-page.js';
import { Page } from '../layout/page.js';
import { Pager } from '../layout/pager.js';
import { RelativeTime, Time } from '../layout/time.js';
import { paths } from '../paths.js';
import { PermissionWords } from '../permissions/permission-words.js';
import { TokenStateBadge, tokenStateOf } from './token-state.js';

export interface TokenListProps {
  readonly organizer: string;
  readonly tokens: readonly ApiToken[];
  readonly place: ListPlace;
  readonly notice: string | undefined;
}

export function tokenListPage(props: TokenListProps): Page {
  return new Page({
    title: ({ tokens }) => tokens.title,
    section: 'tokens',
    body: <TokenList {...props} />,
  });
}

function TokenList({ organizer, tokens, place, notice }: TokenListProps): JSX.Element {
  const texts = useTexts().tokens;
  const isEmpty = tokens.length === 0 && place.page === 1;
  return (
    <ListPage
      title={texts.title}
      intro={texts.intro}
      notice={notice}
      create={<CreateLink href={paths.newToken(organizer)} text={texts.create} />}
      empty={isEmpty ? texts.empty : undefined}
    >
      <div class="card">
        <CardTable columns={Object.values(texts.columns)}>
          {tokens.map((token) => (
            <TokenRow key={token.id} organizer={organizer} token={token} />
          ))}
        </CardTable>
        <Pager path={paths.tokens(organizer)} {...place} />
      </div>
    </ListPage>
  );
}

function TokenRow({
  organizer,
  token,
}: {
  readonly organizer: string;
  readonly token: ApiToken;
}): JSX.Element {
  const { columns, never } = useTexts().tokens;
  return (
    <tr id={`token-${token.id}`}>
      <td data-label={columns.name}>
        <span>
          {token.name} <span class="db-technical db-line">{token.prefix}…</span>
        </span>
      </td>
      <td data-label={columns.permissions}>
        <PermissionWords permissions={token.permissions} />
      </td>
      <td data-label={columns.created}>
        <Time at={token.created} style="date" />
      </td>
      <td data-label={columns.lastUsed}>
        <span>{token.lastUsed ? <RelativeTime at={token.lastUsed} /> : never}</span>
      </td>
      <td data-label={columns.state}>
        <TokenStateBadge token={token} />
      </td>
      <td data-label={columns.action}>
        <RevokeLink organizer={organizer} token={token} />
      </td>
    </tr>
  );
}

function RevokeLink({
  organizer,
  token,
}: {
  readonly organizer: string;
  readonly token: ApiToken;
}): JSX.Element | null {
  const { revoke } = useTexts().tokens;
  const { now } = useFrame();
  if (tokenStateOf(token, now) !== 'active') return null;
  return (
    <a class="btn btn-sm" href={paths.revokeToken(organizer, token.id)} aria-label={revoke.label(token.name)}>
      {revoke.button}
    </a>
  );
}
