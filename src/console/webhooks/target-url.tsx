import type { WebhookSummary } from '@contracts/webhooks';
import type { JSX } from 'preact';
import { Breakable } from '../layout/breakable.js';
import { useTexts } from '../layout/frame.js';

/** Which webhook it is, where something is asked about it. */
export function TargetUrl({ webhook }: { readonly webhook: WebhookSummary }): JSX.Element {
  const { form } = useTexts().webhooks;
  return (
    <p class="db-url">
      <Breakable text={webhook.shownUrl ?? form.unreadableUrl} />
    </p>
  );
}
