import type { CallTotal } from '@contracts/logs';
import type { JSX } from 'preact';
import { CardTable } from '../layout/card-table.js';
import { CreateLink, EmptyList } from '../layout/empty-list.js';
import { useFrame, useTexts } from '../layout/frame.js';
import type { ListPlace } from '../layout/list-part.js';
import { Notice } from '../layout/notice.js';
import { PageTitle } from '../layout/page-title.js';
import { Page } from '../layout/page.js';
import { Pager } from '../layout/pager.js';
import { paths, withQuery } from '../paths.js';
import type { OrganizerRow } from './organizer-row.js';

export interface OrganizerListProps {
  readonly rows: readonly OrganizerRow[];
  readonly place: ListPlace;
  readonly notice: string | undefined;
}

export function organizerListPage(props: OrganizerListProps): Page {
  return new Page({ title: ({ organizers }) => organizers.title, body: <OrganizerList {...props} /> });
}

function OrganizerList({ rows, place, notice }: OrganizerListProps): JSX.Element {
  const { organizers: texts } = useTexts();
  const isEmpty = rows.length === 0 && place.page === 1;
  return (
    <>
      <Notice name={notice} />
      <PageTitle title={texts.title} intro={texts.intro}>
        <AdministratorLinks isEmpty={isEmpty} />
      </PageTitle>
      {isEmpty ? (
        <NoOrganizer />
      ) : (
        <div class="card">
          <OrganizerTable rows={rows} />
          <Pager path={paths.organizers} {...place} />
        </div>
      )}
    </>
  );
}

function AdministratorLinks({ isEmpty }: { readonly isEmpty: boolean }): JSX.Element | null {
  const { viewer, texts } = useFrame();
  if (!viewer?.isAdministrator) return null;
  return (
    <div class="db-actions">
      <a class="btn" href={paths.administrators}>
        {texts.administrators.title}
      </a>
      <a class="btn" href={paths.accountTrail}>
        {texts.organizers.accountTrail}
      </a>
      {!isEmpty && <CreateLink href={paths.newOrganizer} text={texts.organizers.create} />}
    </div>
  );
}

function NoOrganizer(): JSX.Element {
  const { viewer, texts } = useFrame();
  const { empty, emptyForAdministrator, create } = texts.organizers;
  if (!viewer?.isAdministrator) return <p class="card card-body mb-0">{empty}</p>;
  return (
    <EmptyList {...emptyForAdministrator}>
      <CreateLink href={paths.newOrganizer} text={create} />
    </EmptyList>
  );
}

function OrganizerTable({ rows }: Pick<OrganizerListProps, 'rows'>): JSX.Element {
  const { viewer, texts } = useFrame();
  const { name, slug, webhooks, calls, failing, action } = texts.organizers;
  const columns = [name, slug, webhooks, calls, failing, ...(viewer?.isAdministrator ? [action] : [])];
  return (
    <CardTable columns={columns}>
      {rows.map((row) => (
        <Row key={row.organizer.slug} row={row} />
      ))}
    </CardTable>
  );
}

function Row({ row }: { readonly row: OrganizerRow }): JSX.Element {
  const { viewer, texts, language } = useFrame();
  const { name, slug, webhooks, calls, failing, action, rename, renameLabel } = texts.organizers;
  const { organizer, total, isOpen } = row;
  return (
    <tr id={`organizer-${organizer.slug}`}>
      <td data-label={name}>
        {isOpen ? (
          <a href={paths.webhooks(organizer.slug)}>{organizer.name}</a>
        ) : (
          <span>{organizer.name}</span>
        )}
      </td>
      <td data-label={slug}>
        <span class="db-technical">{organizer.slug}</span>
      </td>
      <td data-label={webhooks}>
        <span>{row.webhooks.toLocaleString(language)}</span>
      </td>
      <td data-label={calls}>
        <CallsInWords total={total} />
      </td>
      <td data-label={failing}>
        <FailingInWords row={row} />
      </td>
      {viewer?.isAdministrator && (
        <td data-label={action}>
          <a
            class="btn btn-sm"
            href={paths.renameOrganizer(organizer.slug)}
            aria-label={renameLabel(organizer.name)}
          >
            {rename}
          </a>
        </td>
      )}
    </tr>
  );
}

function CallsInWords({ total }: { readonly total: CallTotal }): JSX.Element {
  const { texts, language } = useFrame();
  const [calls, failures] = [total.calls, total.failures].map((number) => number.toLocaleString(language));
  return <span>{total.failures === 0 ? calls : texts.organizers.callsFailed(calls!, failures!)}</span>;
}

/** Leads to those that fail. */
function FailingInWords({ row }: { readonly row: OrganizerRow }): JSX.Element {
  const { texts, language } = useFrame();
  const { organizer, total, isOpen } = row;
  if (total.failing === 0) return <span class="db-quiet">{texts.organizers.noneFailing}</span>;
  const count = total.failing.toLocaleString(language);
  return (
    <span class="db-state db-state-failing">
      <span class="db-dot" aria-hidden="true" />
      {isOpen ? (
        <a class="db-plain" href={withQuery(paths.webhooks(organizer.slug), { state: 'failing' })}>
          {count}
        </a>
      ) : (
        <span>{count}</span>
      )}
    </span>
  );
}
