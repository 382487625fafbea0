import type { ReceiverHealth } from '@contracts/logs';
import type { WebhookSummary } from '@contracts/webhooks';
import type { JSX } from 'preact';
import { useTexts } from '../layout/frame.js';
import { Time } from '../layout/time.js';
import type { WebhookState } from './webhook-state.js';

interface StateBadgeProps {
  readonly webhook: WebhookSummary;
  readonly health: ReceiverHealth;
  readonly state: WebhookState;
  readonly disabledBy: string | undefined;
}

/** A word and a since-when; the colour says the same once more. */
export function StateBadge({ webhook, health, state, disabledBy }: StateBadgeProps): JSX.Element {
  const texts = useTexts().webhooks.state;
  return (
    <span class={`db-state db-state-${state}`} data-state={state}>
      <span class="db-dot" aria-hidden="true" />
      <span>
        {state === 'working' && texts.working}
        {state === 'uncalled' && texts.uncalled}
        {state === 'failing' && <Failing since={health.failingSince} />}
        {state === 'disabled' && <Disabled webhook={webhook} disabledBy={disabledBy} />}
      </span>
    </span>
  );
}

function Failing({ since }: { readonly since: Date | null }): JSX.Element {
  const texts = useTexts().webhooks.state;
  if (since === null) return <>{texts.failing}</>;
  return (
    <>
      {texts.failingSince} <Time at={since} />
    </>
  );
}

function Disabled({ webhook, disabledBy }: Pick<StateBadgeProps, 'webhook' | 'disabledBy'>): JSX.Element {
  const texts = useTexts().webhooks.state;
  const { disabledAt, droppedReason } = webhook;
  if (disabledAt === null) return <>{texts.disabled}</>;
  const byWhom = disabledBy === undefined ? texts.disabled : texts.disabledBy(disabledBy);
  return (
    <>
      {droppedReason === 'gone' ? texts.gone : byWhom}, <Time at={disabledAt} style="minute" />
    </>
  );
}
