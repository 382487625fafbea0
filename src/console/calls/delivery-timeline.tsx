import type { LoggedCall, LoggedCallDetails } from '@contracts/logs';
import type { JSX } from 'preact';
import { useTexts } from '../layout/frame.js';
import { Time } from '../layout/time.js';
import { paths } from '../paths.js';
import { AnswerBadge } from '../webhooks/detail/call-row.js';

interface TimelineProps {
  readonly call: LoggedCallDetails;
  readonly calls: readonly LoggedCall[];
  readonly organizer: string;
}

/** All calls of the delivery, newest first, down to when it was recorded. */
export function DeliveryTimeline(props: TimelineProps): JSX.Element {
  const { call: texts } = useTexts().calls;
  const { call, calls, organizer } = props;
  return (
    <section class="card" aria-labelledby="delivery-title">
      <div class="card-header">
        <h2 class="card-title" id="delivery-title">
          {texts.delivery}
        </h2>
      </div>
      <div class="card-body">
        {call.deliveryId === null && <p class="mb-0">{texts.testDelivery}</p>}
        <ol class="db-timeline" reversed>
          {calls.map((other) => (
            <Step key={other.id} other={other} {...props} />
          ))}
          {call.deliveryId !== null && (
            <li>
              <a href={paths.notification(organizer, call.notificationId)}>{texts.recorded}</a>
              <span class="db-line db-quiet">
                <Time at={call.recorded} style="full" />
              </span>
            </li>
          )}
        </ol>
      </div>
    </section>
  );
}

function Step({ other, call, organizer }: TimelineProps & { readonly other: LoggedCall }): JSX.Element {
  const { call: texts, log } = useTexts().calls;
  const isThis = other.id === call.id;
  return (
    <li {...(isThis ? { 'aria-current': 'true' as const } : {})}>
      <a href={paths.call(organizer, other.webhookId, other.id)}>{texts.attempt(other.attempt)}</a>{' '}
      <AnswerBadge call={other} />
      {other.round > 1 && <span class="db-line db-quiet">{log.round(other.round)}</span>}
      <span class="db-line db-quiet">
        <Time at={other.began} style="full" />
      </span>
    </li>
  );
}
