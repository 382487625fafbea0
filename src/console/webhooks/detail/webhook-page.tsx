import type { JSX } from 'preact';
import { FormToken } from '../../layout/form-fields.js';
import { useTexts, useTypeWords } from '../../layout/frame.js';
import { Icon } from '../../layout/icons.js';
import { Banner, Notice } from '../../layout/notice.js';
import { Page } from '../../layout/page.js';
import { RelativeTime } from '../../layout/time.js';
import { paths } from '../../paths.js';
import { EventsInWords } from '../list/webhook-table.js';
import { StateBadge } from '../state-badge.js';
import { TargetUrl } from '../target-url.js';
import { AnswerBadge } from './call-row.js';
import { Charts } from './charts.js';
import { Progress } from './progress.js';
import { LogCard } from './log-card.js';
import { countText } from './count-text.js';
import type { WebhookPageProps } from './webhook-page-props.js';

export function webhookPage(props: WebhookPageProps): Page {
  const { shownUrl } = props.row.webhook;
  return new Page({
    title: ({ webhooks }) => (shownUrl === null ? webhooks.list.title : new URL(shownUrl).host),
    section: 'webhooks',
    scripts: ['live-rows.js', 'live.js', 'local-moments.js'],
    body: <WebhookDetail {...props} />,
  });
}

function WebhookDetail(props: WebhookPageProps): JSX.Element {
  const { organizer, row, hours, progress, notice, count } = props;
  return (
    <>
      <Notice name={notice} count={count} />
      <Head {...props} />
      <WaitingBanner {...props} />
      <Progress organizer={organizer} webhookId={row.webhook.id} {...progress} />
      <Charts hours={hours} organizer={organizer} webhookId={row.webhook.id} />
      <LogCard {...props} />
    </>
  );
}

function Head(props: WebhookPageProps): JSX.Element {
  const { webhooks, calls } = useTexts();
  const { organizer, row } = props;
  const { webhook } = row;
  const labels = webhook.actionTypes.map(useTypeWords().labelOf);
  return (
    <div class="db-title">
      <div class="db-title-main">
        <nav class="db-quiet" aria-label={webhooks.list.title}>
          <a href={paths.webhooks(organizer)}>{webhooks.list.title}</a> /
        </nav>
        <h1 class="db-url">
          <TargetUrl url={webhook.shownUrl} />
        </h1>
        <p class="db-facts">
          <StateBadge {...row} />
          <span class="db-quiet">{labels.join(', ') || webhooks.list.noTypes}</span>
          <span class="db-quiet">
            <EventsInWords row={row} />
          </span>
          {webhook.comment && <span class="db-quiet">{webhook.comment}</span>}
        </p>
      </div>
      <div class="db-actions">
        <SendTest {...props} />
        <a class="btn" href={paths.resend(organizer, webhook.id)}>
          <Icon name="again" /> {calls.webhook.resend}
        </a>
        <a class="btn" href={paths.editWebhook(organizer, webhook.id)}>
          {calls.webhook.edit}
        </a>
      </div>
    </div>
  );
}

/** With any type; those that are ticked come first. */
function SendTest({ organizer, row, types }: WebhookPageProps): JSX.Element {
  const { webhook: texts } = useTexts().calls;
  const { labelOf } = useTypeWords();
  const ticked = new Set(row.webhook.actionTypes);
  const ordered = types.toSorted((a, b) => Number(ticked.has(b)) - Number(ticked.has(a)));
  return (
    <form class="db-field-row" method="post" action={paths.sendTest(organizer, row.webhook.id)}>
      <FormToken />
      <select class="form-select" name="action_type" aria-label={texts.testType}>
        {ordered.map((name) => (
          <option key={name} value={name}>
            {labelOf(name)}
          </option>
        ))}
      </select>
      <button class="btn">
        <Icon name="send" /> {texts.sendTest}
      </button>
    </form>
  );
}

/** What needs a person, in one sentence with its buttons. */
function WaitingBanner({ organizer, row, mostCounted }: WebhookPageProps): JSX.Element | null {
  const { webhook: texts } = useTexts().calls;
  const { backlog, health, webhook } = row;
  if (!backlog) return null;
  const { lastCall } = health;
  return (
    <Banner tone="warning">
      <div class="db-banner-row">
        <span>
          <strong>{texts.waiting(countText(backlog.waiting, mostCounted))}</strong>, {texts.next}{' '}
          <RelativeTime at={backlog.next} />.{' '}
          {lastCall?.error && (
            <>
              {texts.lastAnswer} <AnswerBadge call={lastCall} />
            </>
          )}
        </span>
        <span class="db-actions">
          <a class="btn btn-primary" href={paths.retryNow(organizer, webhook.id)}>
            {texts.retryNow}
          </a>
          <a class="btn" href={paths.stopRetrying(organizer, webhook.id)}>
            {texts.stopRetrying}
          </a>
        </span>
      </div>
    </Banner>
  );
}
