import type { JSX } from 'preact';
import { useTexts } from '../../layout/frame.js';
import { paths, withQuery } from '../../paths.js';
import { CallRow } from './call-row.js';
import { isFiltered, queryOf, writePlace } from './log-filter.js';
import type { WebhookPageProps } from './webhook-page-props.js';
import { LogFilters } from './log-filters.js';

/** The log of the webhook, with its filters. New calls appear by themselves as long as the newest are shown. */
export function LogCard(props: WebhookPageProps): JSX.Element {
  const { log } = useTexts().calls;
  const { organizer, row, query, isNewest } = props;
  const { id } = row.webhook;
  const live = withQuery(paths.webhookLive(organizer, id), queryOf(query));
  return (
    <section class="card" aria-labelledby="log-title" id="log">
      <div class="card-body db-log-head">
        <h2 class="card-title" id="log-title">
          {log.title} <span class="db-quiet">{log.of(props.logDays)}</span>
        </h2>
        <span class="db-live" data-live-sign hidden>
          <span class="db-dot" aria-hidden="true" /> {log.live}
        </span>
      </div>
      <LogFilters {...props} />
      <table class="table card-table db-cards">
        <thead>
          <tr>
            {Object.values(log.columns).map((label) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...(isNewest ? { 'data-live': live } : {})}>
          <Rows {...props} />
        </tbody>
      </table>
      <Pager {...props} />
    </section>
  );
}

function Rows({ log, organizer, mostAttempts }: WebhookPageProps): JSX.Element {
  const texts = useTexts().calls.log;
  return (
    <>
      {log.calls.length === 0 && (
        <tr data-empty>
          <td colSpan={6} class="db-quiet">
            {texts.empty}
          </td>
        </tr>
      )}
      {log.calls.map((call) => (
        <CallRow key={call.id} call={call} organizer={organizer} mostAttempts={mostAttempts} />
      ))}
    </>
  );
}

function Pager({ log, organizer, row, query, isNewest }: WebhookPageProps): JSX.Element | null {
  const { log: texts } = useTexts().calls;
  const { layout } = useTexts();
  const path = paths.webhook(organizer, row.webhook.id);
  const last = log.calls.at(-1);
  if (isNewest && !log.hasOlder && !isFiltered(query)) return null;
  return (
    <nav class="card-footer db-pager" aria-label={layout.pages}>
      {!isNewest && <a href={withQuery(path, queryOf(query))}>{texts.newest}</a>}
      {log.hasOlder && last && (
        <a class="btn" href={withQuery(path, { ...queryOf(query), before: writePlace(last) })}>
          {texts.older}
        </a>
      )}
    </nav>
  );
}
