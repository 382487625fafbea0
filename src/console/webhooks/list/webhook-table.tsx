import type { JSX } from 'preact';
import { CardTable } from '../../layout/card-table.js';
import { useTexts, useTypeWords } from '../../layout/frame.js';
import { RelativeTime } from '../../layout/time.js';
import { paths } from '../../paths.js';
import { StateBadge } from '../state-badge.js';
import { SuccessStrip } from '../success-strip.js';
import { TargetUrl } from '../target-url.js';
import type { WebhookRow } from './webhook-row.js';

interface TableProps {
  readonly rows: readonly WebhookRow[];
  readonly organizer: string;
}

/** On a phone each row is a card, and every cell says what it is. */
export function WebhookTable({ rows, organizer }: TableProps): JSX.Element {
  const { columns } = useTexts().webhooks.list;
  return (
    <CardTable columns={Object.values(columns)}>
      {rows.map((row) => (
        <Row key={row.webhook.id} row={row} organizer={organizer} />
      ))}
    </CardTable>
  );
}

function Row({ row, organizer }: { readonly row: WebhookRow; readonly organizer: string }): JSX.Element {
  const { columns } = useTexts().webhooks.list;
  return (
    <tr id={`webhook-${row.webhook.id}`}>
      <td data-label={columns.target}>
        <Target row={row} organizer={organizer} />
      </td>
      <td data-label={columns.events}>
        <EventsInWords row={row} />
      </td>
      <td data-label={columns.state}>
        <StateBadge {...row} />
      </td>
      <td data-label={columns.strip}>
        <SuccessStrip hours={row.health.hours} />
      </td>
      <td data-label={columns.last}>
        <LastCallInWords row={row} />
      </td>
    </tr>
  );
}

function Target({ row, organizer }: { readonly row: WebhookRow; readonly organizer: string }): JSX.Element {
  const { list } = useTexts().webhooks;
  const { webhook } = row;
  const labels = webhook.actionTypes.map(useTypeWords().labelOf);
  const [first, second, ...more] = labels;
  const shown = second === undefined ? first : `${first}, ${second}`;
  return (
    <>
      <a class={`db-url ${webhook.enabled ? '' : 'db-url-off'}`} href={paths.webhook(organizer, webhook.id)}>
        <TargetUrl url={webhook.shownUrl} />
      </a>
      <span class="db-quiet db-line" title={labels.join(', ')}>
        {shown === undefined ? list.noTypes : more.length > 0 ? list.moreTypes(shown, more.length) : shown}
      </span>
      {webhook.comment && <span class="db-quiet db-line">{webhook.comment}</span>}
    </>
  );
}

const shownEvents = 3;

export function EventsInWords({ row }: { readonly row: WebhookRow }): JSX.Element {
  const { list } = useTexts().webhooks;
  const { allEvents, limitEvents } = row.webhook;
  if (allEvents) return <>{list.allEvents}</>;
  if (limitEvents.length === 0) return <>{list.noEvents}</>;
  const shown = limitEvents.slice(0, shownEvents).join(', ');
  const more = limitEvents.length - shownEvents;
  return (
    <span class="db-technical" title={limitEvents.slice(0, 50).join(', ')}>
      {more > 0 ? list.moreEvents(shown, more) : shown}
    </span>
  );
}

function LastCallInWords({ row }: { readonly row: WebhookRow }): JSX.Element {
  const { list } = useTexts().webhooks;
  const { lastCall } = row.health;
  if (!lastCall) return <>{list.never}</>;
  const answer = lastCall.returnCode === 0 ? '' : ` · ${lastCall.returnCode}`;
  return (
    <span title={lastCall.error?.message}>
      <RelativeTime at={lastCall.at} />
      {!lastCall.success && answer}
    </span>
  );
}
