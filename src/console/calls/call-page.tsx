import type { LoggedCall, LoggedCallDetails } from '@contracts/logs';
import type { WebhookSummary } from '@contracts/webhooks';
import type { JSX } from 'preact';
import { FormToken } from '../layout/form-fields.js';
import { useTexts, useTypeWords } from '../layout/frame.js';
import { Icon } from '../layout/icons.js';
import { Page } from '../layout/page.js';
import { paths } from '../paths.js';
import { Answer, Request } from './call-contents.js';
import { curlOf } from './curl.js';
import { DeliveryTimeline } from './delivery-timeline.js';
import { Explanation } from './explanation.js';
import { TimingCard } from './timing-card.js';

export interface CallPageProps {
  readonly organizer: string;
  readonly webhook: WebhookSummary;
  readonly call: LoggedCallDetails;
  /** Of the same delivery, newest first; none for a test. */
  readonly calls: readonly LoggedCall[];
}

export function callPage(props: CallPageProps): Page {
  return new Page({
    title: (_texts, types) => types.labelOf(props.call.actionType),
    section: 'webhooks',
    scripts: ['copy.js'],
    body: <Call {...props} />,
  });
}

function Call(props: CallPageProps): JSX.Element {
  const { call, calls, organizer } = props;
  return (
    <>
      <Head {...props} />
      <Explanation call={call} />
      <div class="db-call">
        <DeliveryTimeline call={call} calls={calls} organizer={organizer} />
        <div>
          <Request call={call} />
          <TimingCard call={call} />
          <Answer call={call} />
          <Curl call={call} />
        </div>
      </div>
    </>
  );
}

function Head({ organizer, webhook, call }: CallPageProps): JSX.Element {
  const words = useTypeWords();
  const { webhooks, calls } = useTexts();
  const host = webhook.shownUrl === null ? webhooks.form.unreadableUrl : new URL(webhook.shownUrl).host;
  return (
    <div class="db-title">
      <div class="db-title-main">
        <nav class="db-quiet" aria-label={webhooks.list.title}>
          <a href={paths.webhooks(organizer)}>{webhooks.list.title}</a> /{' '}
          <a href={paths.webhook(organizer, webhook.id)}>{host}</a> /
        </nav>
        <h1>
          {words.labelOf(call.actionType)} <span class="db-technical">{call.reference}</span>
        </h1>
      </div>
      <div class="db-actions">
        <button class="btn" type="button" data-copy="curl" data-copied-text={calls.call.copied} hidden>
          {calls.call.copyCurl}
        </button>
        {call.deliveryId !== null && webhook.enabled && (
          <form method="post" action={paths.resendCall(organizer, webhook.id, call.id)}>
            <FormToken />
            <button class="btn btn-primary">
              <Icon name="again" /> {calls.call.resend}
            </button>
          </form>
        )}
      </div>
    </div>
  );
}

function Curl({ call }: Pick<CallPageProps, 'call'>): JSX.Element {
  const { call: texts } = useTexts().calls;
  return (
    <details class="card card-body">
      <summary>{texts.curl}</summary>
      <p class="db-quiet">{texts.curlHint}</p>
      <pre class="db-code" id="curl" tabIndex={0}>
        {curlOf(call)}
      </pre>
    </details>
  );
}
