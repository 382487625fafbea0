import type { NamedOrganizer } from '@contracts/organizers';
import type { JSX } from 'preact';
import { useTexts } from '../layout/frame.js';
import { Page } from '../layout/page.js';
import { paths, withQuery } from '../paths.js';

export interface OrganizersPageProps {
  readonly organizers: readonly NamedOrganizer[];
  readonly page: number;
  readonly hasMore: boolean;
}

export function organizersPage(props: OrganizersPageProps): Page {
  return new Page({ title: ({ organizers }) => organizers.title, body: <Organizers {...props} /> });
}

function Organizers({ organizers, page, hasMore }: OrganizersPageProps): JSX.Element {
  const { organizers: texts, layout } = useTexts();
  return (
    <>
      <div class="db-title">
        <div>
          <h1>{texts.title}</h1>
          <p class="db-quiet">{texts.intro}</p>
        </div>
      </div>
      <div class="card">
        {organizers.length === 0 ? (
          <p class="card-body mb-0">{texts.empty}</p>
        ) : (
          <OrganizerTable organizers={organizers} />
        )}
        {(hasMore || page > 1) && (
          <nav class="card-footer db-pager" aria-label={layout.pages}>
            {page > 1 && <a href={paths.organizers}>{layout.toStart}</a>}
            {hasMore && (
              <a class="btn" href={withQuery(paths.organizers, { page: page + 1 })}>
                {layout.next}
              </a>
            )}
          </nav>
        )}
      </div>
    </>
  );
}

function OrganizerTable({ organizers }: Pick<OrganizersPageProps, 'organizers'>): JSX.Element {
  const texts = useTexts().organizers;
  return (
    <table class="table card-table db-cards">
      <thead>
        <tr>
          <th scope="col">{texts.name}</th>
          <th scope="col">{texts.slug}</th>
        </tr>
      </thead>
      <tbody>
        {organizers.map(({ slug, name }) => (
          <tr key={slug}>
            <td data-label={texts.name}>
              <a href={paths.webhooks(slug)}>{name}</a>
            </td>
            <td data-label={texts.slug} class="db-technical">
              {slug}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
