import type { WebhookSummary } from '@contracts/webhooks';
import type { JSX } from 'preact';
import { Confirmation } from '../../layout/confirmation.js';
import { useTexts } from '../../layout/frame.js';
import { Page } from '../../layout/page.js';
import { paths } from '../../paths.js';
import { TargetUrl } from '../target-url.js';

export interface DeletionProps {
  readonly organizer: string;
  readonly webhook: WebhookSummary;
  /** How many calls wait for a retry, as text; undefined: none. */
  readonly waiting: string | undefined;
}

/** Asks before it is done, saying what goes with it. */
export function deletionPage(props: DeletionProps): Page {
  return new Page({
    title: ({ calls }) => calls.actions.delete.title,
    section: 'webhooks',
    body: <Deletion {...props} />,
  });
}

function Deletion({ organizer, webhook, waiting }: DeletionProps): JSX.Element {
  const { calls } = useTexts();
  const { delete: texts, keep } = calls.actions;
  return (
    <Confirmation
      title={texts.title}
      submit={texts.submit}
      cancel={keep}
      back={paths.webhook(organizer, webhook.id)}
      isDangerous
    >
      <p class="db-url">
        <TargetUrl url={webhook.shownUrl} />
      </p>
      <ul>
        <li>{texts.settings}</li>
        <li>{texts.waiting(waiting)}</li>
        <li>{texts.log}</li>
      </ul>
      <p>{texts.final}</p>
      {webhook.enabled && (
        <p>
          {texts.rather} <a href={paths.editWebhook(organizer, webhook.id)}>{texts.disable}</a>
        </p>
      )}
    </Confirmation>
  );
}
