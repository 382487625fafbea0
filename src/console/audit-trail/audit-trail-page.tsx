import type { AuditRecord } from '@contracts/organizers';
import type { JSX } from 'preact';
import { visibleText } from '../calls/visible-text.js';
import { EmptyList } from '../layout/empty-list.js';
import { useTexts } from '../layout/frame.js';
import { PageTitle } from '../layout/page-title.js';
import { Page } from '../layout/page.js';
import { PagerLinks } from '../layout/pager.js';
import { Time } from '../layout/time.js';
import { withQuery } from '../paths.js';
import { FieldChange } from './field-change.js';

export interface AuditTrailProps {
  /** Where the page is, without its query. */
  readonly path: string;
  /** Whose entries: an organizer's, or the installation's. */
  readonly of: 'organizer' | 'accounts';
  readonly entries: readonly AuditRecord[];
  readonly isStart: boolean;
  /** The cursor of the next page; undefined at the end. */
  readonly next: string | undefined;
}

export function auditTrailPage(props: AuditTrailProps): Page {
  const isOfOrganizer = props.of === 'organizer';
  return new Page({
    title: ({ auditTrail }) => (isOfOrganizer ? auditTrail.title : auditTrail.accountsTitle),
    ...(isOfOrganizer ? { section: 'audit' } : {}),
    body: <AuditTrailBody {...props} />,
  });
}

function AuditTrailBody({ path, of, entries, isStart, next }: AuditTrailProps): JSX.Element {
  const texts = useTexts().auditTrail;
  const [title, intro] =
    of === 'organizer' ? [texts.title, texts.intro] : [texts.accountsTitle, texts.accountsIntro];
  return (
    <>
      <PageTitle title={title} intro={intro} />
      {entries.length === 0 ? (
        <EmptyList {...texts.empty} />
      ) : (
        <div class="card">
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
          <PagerLinks
            start={isStart ? undefined : path}
            next={next === undefined ? undefined : withQuery(path, { cursor: next })}
          />
        </div>
      )}
    </>
  );
}

function Entry({ entry }: { readonly entry: AuditRecord }): JSX.Element {
  const { datetime, action, object, changes } = entry;
  const { objects, actions } = useTexts().auditTrail;
  const words: Readonly<Record<string, string>> = actions;
  const fields = Object.entries(changes);
  return (
    <article class="db-entry" id={`entry-${entry.id}`}>
      <div>
        <Time at={datetime} style="full" />
        <Actor entry={entry} />
      </div>
      <div>
        <h2>
          {words[action] ?? action} · {objects[object.type](visibleText(object.id))}{' '}
          <span class="db-technical">{action}</span>
        </h2>
        {fields.length > 0 && (
          <dl class="db-change">
            {fields.map(([name, change]) => (
              <FieldChange key={name} name={name} change={change} />
            ))}
          </dl>
        )}
      </div>
    </article>
  );
}

function Actor({ entry }: { readonly entry: AuditRecord }): JSX.Element {
  const { by } = useTexts().auditTrail;
  const { name, type } = entry.actor;
  return (
    <span class="db-line">
      {visibleText(name)} <span class="db-quiet">({by[type]})</span>
    </span>
  );
}
