import type { OwnSession } from '@contracts/organizers';
import type { JSX } from 'preact';
import { CardTable } from '../layout/card-table.js';
import { FormToken } from '../layout/form-fields.js';
import { useTexts } from '../layout/frame.js';
import { RelativeTime, Time } from '../layout/time.js';
import { paths } from '../paths.js';

/** Every browser that one is signed in with, and a way out of all of them. */
export function SessionsCard({ sessions }: { readonly sessions: readonly OwnSession[] }): JSX.Element {
  const { sessions: texts } = useTexts().account;
  return (
    <section class="card" id="sessions">
      <div class="card-body">
        <h2 class="h3 mb-0">{texts.title}</h2>
      </div>
      <CardTable columns={Object.values(texts.columns)}>
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </CardTable>
      <form class="card-footer" method="post" action={paths.signOutEverywhere}>
        <FormToken />
        <p>{texts.explain}</p>
        <button class="btn btn-outline-danger">{texts.submit}</button>
      </form>
    </section>
  );
}

function SessionRow({ session }: { readonly session: OwnSession }): JSX.Element {
  const { columns, here, elsewhere } = useTexts().account.sessions;
  const { address, created, lastUsed, isThis } = session;
  return (
    <tr>
      <td data-label={columns.where}>{isThis ? <strong>{here}</strong> : <span>{elsewhere}</span>}</td>
      <td data-label={columns.address}>
        <span class="db-technical">{address}</span>
      </td>
      <td data-label={columns.created}>
        <Time at={created} />
      </td>
      <td data-label={columns.lastUsed}>
        <RelativeTime at={lastUsed} />
      </td>
    </tr>
  );
}
