import type { DeliveryStanding } from '@contracts/logs';
import type { JSX } from 'preact';
import { CardTable } from '../layout/card-table.js';
import { FormToken } from '../layout/form-fields.js';
import { useFrame, useTexts } from '../layout/frame.js';
import { Pager } from '../layout/pager.js';
import { RelativeTime } from '../layout/time.js';
import { paths } from '../paths.js';
import type { Texts } from '../texts/en.js';
import { AnswerBadge } from '../webhooks/detail/call-row.js';
import { TargetUrl } from '../webhooks/target-url.js';
import type { NotificationPageProps } from './notification-page-props.js';
import type { ShownDelivery } from './shown-delivery.js';

/** Every webhook that matched, and how its delivery stands. */
export function DeliveriesCard(props: NotificationPageProps): JSX.Element {
  const { owed } = useTexts().notifications;
  const { organizer, notification, deliveries, place } = props;
  const path = paths.notification(organizer, notification.id);
  return (
    <section class="card mb-3" aria-labelledby="owed-title">
      <div class="card-body">
        <h2 class="card-title" id="owed-title">
          {owed.title}
        </h2>
        <p class="db-quiet mb-0">{deliveries.length === 0 ? owed.none : owed.matched}</p>
      </div>
      {deliveries.length > 0 && <Deliveries {...props} />}
      <Pager path={path} {...place} />
    </section>
  );
}

function Deliveries(props: NotificationPageProps): JSX.Element {
  const { columns } = useTexts().notifications.owed;
  return (
    <CardTable columns={Object.values(columns)}>
      {props.deliveries.map((delivery) => (
        <Row key={delivery.standing.id} {...props} delivery={delivery} />
      ))}
    </CardTable>
  );
}

interface RowProps extends NotificationPageProps {
  readonly delivery: ShownDelivery;
}

function Row(props: RowProps): JSX.Element {
  const { owed } = useTexts().notifications;
  const { delivery, mostAttempts } = props;
  const { standing } = delivery;
  return (
    <tr id={`delivery-${standing.id}`}>
      <td data-label={owed.columns.webhook}>
        <WebhookCell {...props} />
      </td>
      <td data-label={owed.columns.state}>
        <Standing standing={standing} />
      </td>
      <td data-label={owed.columns.attempts}>
        <Attempts standing={standing} mostAttempts={mostAttempts} />
      </td>
      <td data-label={owed.columns.last}>
        <LastCall {...props} />
      </td>
      <td data-label={owed.columns.next}>
        <NextCall standing={standing} />
      </td>
      <td data-label={owed.columns.action}>
        <Resend {...props} />
      </td>
    </tr>
  );
}

function WebhookCell({ organizer, delivery: { standing, webhook } }: RowProps): JSX.Element {
  const { owed } = useTexts().notifications;
  if (!webhook) return <span class="db-quiet">{owed.deleted(standing.webhookId)}</span>;
  return (
    <a class="db-url" href={paths.webhook(organizer, webhook.id)}>
      <TargetUrl url={webhook.shownUrl} />
    </a>
  );
}

const looks: Readonly<Partial<Record<DeliveryStanding['state'], string>>> = {
  succeeded: 'db-state-working',
  exhausted: 'db-state-failing',
};

function Standing({ standing }: { readonly standing: DeliveryStanding }): JSX.Element {
  const { texts, now } = useFrame();
  const { states } = texts.notifications;
  return (
    <span class={`db-state ${looks[standing.state] ?? ''}`}>
      <span class="db-dot" aria-hidden="true" /> {stateText(standing, states, now)}
    </span>
  );
}

function stateText(
  { state, inFlight, droppedReason, nextAttempt, attempts, lastReturnCode }: DeliveryStanding,
  states: Texts['notifications']['states'],
  now: Date,
): string {
  if (state === 'dropped') return states.dropped[droppedReason!];
  if (state !== 'pending') return states[state];
  if (inFlight) return states.inFlight;
  if (nextAttempt !== null && nextAttempt <= now) return states.due;
  return attempts === 0 && lastReturnCode === null ? states.first : states.waiting;
}

function Attempts({
  standing: { attempts, round },
  mostAttempts,
}: {
  readonly standing: DeliveryStanding;
  readonly mostAttempts: number;
}): JSX.Element {
  const { notifications, calls } = useTexts();
  return (
    <span class="text-nowrap">
      {notifications.owed.attempts(attempts, mostAttempts)}
      {round > 1 && <span class="db-quiet db-line">{calls.log.round(round)}</span>}
    </span>
  );
}

function LastCall({ organizer, delivery: { lastCall, standing } }: RowProps): JSX.Element {
  const { owed } = useTexts().notifications;
  if (!lastCall) {
    return <span class="db-quiet">{standing.lastReturnCode === null ? owed.never : owed.noCall}</span>;
  }
  return (
    <span>
      <a href={paths.call(organizer, lastCall.webhookId, lastCall.id)}>
        <AnswerBadge call={lastCall} />
      </a>
      <span class="db-quiet db-line">
        <RelativeTime at={lastCall.began} />
      </span>
    </span>
  );
}

function NextCall({ standing }: { readonly standing: DeliveryStanding }): JSX.Element {
  const { texts, now } = useFrame();
  const { nextAttempt } = standing;
  if (nextAttempt === null) return <span class="db-quiet">{texts.notifications.noMore}</span>;
  return nextAttempt > now ? <RelativeTime at={nextAttempt} /> : <span>{texts.notifications.now}</span>;
}

/** What is under way needs none; a webhook that is disabled or gone takes none. */
function Resend({ organizer, notification, delivery: { standing, webhook } }: RowProps): JSX.Element | null {
  const { owed } = useTexts().notifications;
  if (!webhook?.enabled || standing.inFlight) return null;
  const host = webhook.shownUrl === null ? String(webhook.id) : new URL(webhook.shownUrl).host;
  return (
    <form method="post" action={paths.resendDelivery(organizer, notification.id, standing.id)}>
      <FormToken />
      <button class="btn btn-sm" aria-label={owed.resendLabel(host)}>
        {owed.resend}
      </button>
    </form>
  );
}
