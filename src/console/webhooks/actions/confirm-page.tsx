import type { WebhookSummary } from '@contracts/webhooks';
import type { JSX } from 'preact';
import { Confirmation } from '../../layout/confirmation.js';
import { useTexts } from '../../layout/frame.js';
import { Page } from '../../layout/page.js';
import { paths } from '../../paths.js';
import { TargetUrl } from '../target-url.js';

export type RetryAction = 'retry' | 'drop';

export interface ConfirmProps {
  readonly action: RetryAction;
  readonly organizer: string;
  readonly webhook: WebhookSummary;
  /** How many it will be done to, as text; undefined: to none. */
  readonly count: string | undefined;
  /** For how long what is dropped can be sent again. */
  readonly resendableDays: number;
}

/** Asks before it is done, saying to how many. */
export function confirmPage(props: ConfirmProps): Page {
  return new Page({
    title: ({ calls }) => calls.actions[props.action].title,
    section: 'webhooks',
    body: <Confirm {...props} />,
  });
}

function Confirm({ action, organizer, webhook, count, resendableDays }: ConfirmProps): JSX.Element {
  const { actions } = useTexts().calls;
  const texts = actions[action];
  return (
    <Confirmation
      title={texts.title}
      submit={count === undefined ? undefined : texts.submit}
      cancel={actions.cancel}
      back={paths.webhook(organizer, webhook.id)}
      isDangerous={action === 'drop'}
    >
      <p class="db-url">
        <TargetUrl url={webhook.shownUrl} />
      </p>
      <p>{count === undefined ? texts.none : texts.ask(count, resendableDays)}</p>
    </Confirmation>
  );
}
