import type { LoggedCall } from '@contracts/logs';
import type { JSX } from 'preact';
import { secondsText } from '../../layout/amounts.js';
import { useFrame, useTexts, useTypeWords } from '../../layout/frame.js';
import { RelativeTime, Time } from '../../layout/time.js';
import { paths } from '../../paths.js';

export interface CallRowProps {
  readonly call: LoggedCall;
  readonly organizer: string;
  /** Of a round. */
  readonly mostAttempts: number;
}

/** One call in the log; on a phone a card. */
export function CallRow(props: CallRowProps): JSX.Element {
  const { texts, language } = useFrame();
  const { columns } = texts.calls.log;
  const { call, organizer } = props;
  return (
    <tr id={`call-${call.id}`} data-began={call.began.getTime()}>
      <td data-label={columns.time}>
        <Time at={call.began} style="full" />
      </td>
      <td data-label={columns.what}>
        <WhatHappened {...props} />
      </td>
      <td data-label={columns.answer}>
        <a href={paths.call(organizer, call.webhookId, call.id)}>
          <AnswerBadge call={call} />
        </a>
      </td>
      <td data-label={columns.took}>{secondsText(call.durationMs / 1_000, language)}</td>
      <td data-label={columns.attempt}>
        <Attempt {...props} />
      </td>
      <td data-label={columns.next}>
        <NextAttempt call={call} />
      </td>
    </tr>
  );
}

function WhatHappened({ call, organizer }: CallRowProps): JSX.Element {
  const { log } = useTexts().calls;
  const words = useTypeWords();
  const names = [call.action, call.reference, call.event].filter((name) => name !== null);
  return (
    <>
      <a href={paths.call(organizer, call.webhookId, call.id)}>{words.labelOf(call.actionType)}</a>
      {call.deliveryId === null && <span class="db-tag">{log.test}</span>}
      <span class="db-technical db-line">
        {names.join(' · ')}
        {call.deliveryId !== null && (
          <>
            {' · '}
            <a
              href={paths.notification(organizer, call.notificationId)}
              aria-label={log.notification(call.notificationId)}
            >
              {call.notificationId}
            </a>
          </>
        )}
      </span>
    </>
  );
}

/** The status, or what came in its place. */
export function AnswerBadge({ call }: { readonly call: LoggedCall }): JSX.Element {
  const text = call.returnCode === 0 ? (call.error?.message ?? '0') : String(call.returnCode);
  return <span class={`db-answer ${call.success ? 'db-answer-good' : 'db-answer-bad'}`}>{text}</span>;
}

function Attempt({ call, mostAttempts }: CallRowProps): JSX.Element {
  const { log } = useTexts().calls;
  if (call.deliveryId === null) return <>–</>;
  return (
    <>
      {log.attemptOf(call.attempt, mostAttempts)}
      {call.round > 1 && <span class="db-quiet db-line">{log.round(call.round)}</span>}
    </>
  );
}

function NextAttempt({ call }: { readonly call: LoggedCall }): JSX.Element {
  const { now } = useFrame();
  const { log } = useTexts().calls;
  if (call.deliveryId === null) return <>–</>;
  if (call.success) return <>{log.done}</>;
  if (call.nextAttempt === null) return <>{log.noMore}</>;
  return call.nextAttempt > now ? <RelativeTime at={call.nextAttempt} /> : <>{log.retried}</>;
}
