import type { JSX } from 'preact';
import { useTexts } from '../../layout/frame.js';
import { CreateLink } from '../../layout/empty-list.js';
import { Icon } from '../../layout/icons.js';
import { ListPage } from '../../layout/list-page.js';
import { Banner } from '../../layout/notice.js';
import { Page } from '../../layout/page.js';
import { PagerLinks } from '../../layout/pager.js';
import { Time } from '../../layout/time.js';
import { paths, withQuery } from '../../paths.js';
import { type WebhookState, webhookStates } from '../webhook-state.js';
import { pageSize, type WebhookRow } from './webhook-row.js';
import { WebhookTable } from './webhook-table.js';

export interface WebhookListProps {
  readonly organizer: string;
  readonly rows: readonly WebhookRow[];
  /** Where the next page begins; undefined at the end. */
  readonly next: number | undefined;
  readonly search: string;
  readonly state: WebhookState | undefined;
  readonly after: number;
  readonly notice: string | undefined;
}

export function webhookListPage(props: WebhookListProps): Page {
  return new Page({
    title: ({ webhooks }) => webhooks.list.title,
    section: 'webhooks',
    body: <WebhookList {...props} />,
  });
}

function WebhookList(props: WebhookListProps): JSX.Element {
  const { list } = useTexts().webhooks;
  const { organizer, rows, search, state, after, notice } = props;
  const isEmpty = rows.length === 0 && search === '' && state === undefined && after === 0;
  return (
    <ListPage
      title={list.title}
      intro={list.intro}
      notice={notice}
      create={<CreateLink href={paths.newWebhook(organizer)} text={list.create} />}
      empty={isEmpty ? list.empty : undefined}
    >
      <FailingBanner rows={rows} organizer={organizer} />
      <Results {...props} />
    </ListPage>
  );
}

/** What needs a person stands at the top, in one sentence. */
function FailingBanner({
  rows,
  organizer,
}: Pick<WebhookListProps, 'rows' | 'organizer'>): JSX.Element | null {
  const { list } = useTexts().webhooks;
  const failing = rows.filter(({ state }) => state === 'failing');
  const [first] = failing.toSorted((a, b) => sinceMs(a) - sinceMs(b));
  if (!first) return null;
  const { webhook, health, backlog } = first;
  return (
    <Banner tone="danger">
      <strong>{list.failing(failing.length)}</strong>{' '}
      {health.failingSince && webhook.shownUrl !== null && (
        <>
          {list.failingOne(new URL(webhook.shownUrl).host)} <Time at={health.failingSince} />.{' '}
        </>
      )}
      {backlog && <>{list.waiting(String(backlog.waiting))} </>}
      <a href={paths.webhook(organizer, webhook.id)}>{list.seeWhy}</a>
    </Banner>
  );
}

const sinceMs = ({ health }: WebhookRow): number => health.failingSince?.getTime() ?? 0;

function Results(props: WebhookListProps): JSX.Element {
  const { list } = useTexts().webhooks;
  const { organizer, rows, next, search, state, after } = props;
  const path = paths.webhooks(organizer);
  return (
    <div class="card">
      <Filters {...props} />
      <div id="results">
        {next !== undefined && rows.length < pageSize && <p class="card-body mb-0">{list.scanned}</p>}
        {rows.length === 0 && next === undefined ? (
          <NothingFound organizer={organizer} />
        ) : (
          <WebhookTable rows={rows} organizer={organizer} />
        )}
        <PagerLinks
          start={after > 0 ? withQuery(path, { search, state }) : undefined}
          next={next !== undefined ? withQuery(path, { search, state, after: next }) : undefined}
        />
      </div>
    </div>
  );
}

/** Without a script, its button looks; with htmx, every change does. */
function Filters({ organizer, search, state }: WebhookListProps): JSX.Element {
  const { list } = useTexts().webhooks;
  const path = paths.webhooks(organizer);
  return (
    <form
      class="card-body db-filters"
      role="search"
      action={path}
      hx-get={path}
      hx-trigger="input delay:300ms from:#search, change from:#state"
      hx-target="#results"
      hx-select="#results"
      hx-swap="outerHTML"
      hx-push-url="true"
    >
      <input
        class="form-control"
        type="search"
        id="search"
        name="search"
        value={search}
        placeholder={list.search}
        aria-label={list.search}
      />
      <select class="form-select" id="state" name="state" aria-label={list.state}>
        {(['all', ...webhookStates] as const).map((name) => (
          <option key={name} value={name === 'all' ? '' : name} selected={name === (state ?? 'all')}>
            {list.states[name]}
          </option>
        ))}
      </select>
      <button class="btn">
        <Icon name="search" /> {list.apply}
      </button>
    </form>
  );
}

function NothingFound({ organizer }: { readonly organizer: string }): JSX.Element {
  const { nothingFound } = useTexts().webhooks.list;
  return (
    <div class="db-message">
      <h2>{nothingFound.title}</h2>
      <p>{nothingFound.text}</p>
      <a class="btn" href={paths.webhooks(organizer)}>
        {nothingFound.reset}
      </a>
    </div>
  );
}
