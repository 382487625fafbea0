import type { ResendCount } from '@contracts/delivery';
import type { WebhookSummary } from '@contracts/webhooks';
import type { JSX } from 'preact';
import { FormToken } from '../../layout/form-fields.js';
import { useTexts } from '../../layout/frame.js';
import { MomentInput } from '../../layout/moment-input.js';
import { Page } from '../../layout/page.js';
import { paths } from '../../paths.js';
import { toMinute } from '../detail/log-filter.js';
import { TargetUrl } from '../target-url.js';

export interface ResendProps {
  readonly organizer: string;
  readonly webhook: WebhookSummary;
  readonly since: Date;
  /** How many failed since then. */
  readonly failed: ResendCount;
}

/** One chooses the moment, sees how many it would be, and then sends. */
export function resendPage(props: ResendProps): Page {
  return new Page({
    title: ({ calls }) => calls.actions.resend.title,
    section: 'webhooks',
    scripts: ['local-moments.js'],
    body: <Resend {...props} />,
  });
}

function Resend(props: ResendProps): JSX.Element {
  const { resend } = useTexts().calls.actions;
  const { organizer, webhook, since } = props;
  const { count, isExact } = props.failed;
  return (
    <div class="card db-narrow">
      <div class="card-body">
        <h1 class="h2">{resend.title}</h1>
        <p class="db-url">
          <TargetUrl url={webhook.shownUrl} />
        </p>
        <p>{resend.intro}</p>
        <form class="db-filters mb-3" action={paths.resend(organizer, webhook.id)}>
          <MomentInput name="since" label={resend.since} value={since} isRequired />
          <button class="btn">{resend.count}</button>
        </form>
        <p class="mb-0">
          <strong>{count === 0 ? resend.none : resend.ask(count, isExact)}</strong>
        </p>
        {!webhook.enabled && <p class="db-warning">{resend.disabled}</p>}
      </div>
      <SendAgain {...props} />
    </div>
  );
}

function SendAgain({ organizer, webhook, since, failed }: ResendProps): JSX.Element {
  const { actions } = useTexts().calls;
  return (
    <form class="card-footer db-actions" method="post" action={paths.resend(organizer, webhook.id)}>
      <FormToken />
      <input type="hidden" name="since" value={toMinute(since)} />
      <a class="btn" href={paths.webhook(organizer, webhook.id)}>
        {actions.cancel}
      </a>
      {webhook.enabled && failed.count > 0 && (
        <button class="btn btn-primary">{actions.resend.submit}</button>
      )}
    </form>
  );
}
