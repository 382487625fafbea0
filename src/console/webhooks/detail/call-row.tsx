import type { LoggedCall } from '@contracts/logs';
import type { JSX } from 'preact';
import { visibleText } from '../../calls/visible-text.js';
import { Breakable } from '../../layout/breakable.js';
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
      <td data-label={columns.took}>
        <span class="text-nowrap">{secondsText(call.durationMs / 1_000, language)}</span>
      </td>
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
        <Breakable text={names.join(' · ')} />
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

type AnsweredCall = Pick<LoggedCall, 'success' | 'returnCode' | 'error'>;

/** The status, or what came in its place; the whole sentence when one points at it. */
export function AnswerBadge({ call }: { readonly call: AnsweredCall }): JSX.Element {
  const { success, returnCode, error } = call;
  return (
    <span
      class={`db-answer ${success ? 'db-answer-good' : 'db-answer-bad'}`}
      title={error ? visibleText(error.message) : undefined}
    >
      {returnCode === 0 && error ? <Reason error={error} /> : returnCode}
    </span>
  );
}

interface ReasonTexts {
  readonly short?: string;
  readonly title: string;
}

/** In two words, where there are any for it. */
function Reason({ error }: { readonly error: NonNullable<LoggedCall['error']> }): JSX.Element {
  const reasons: Partial<Record<string, ReasonTexts>> = useTexts().calls.call.why;
  const short = reasons[error.code]?.short;
  return short === undefined ? <>{visibleText(error.message)}</> : <span class="text-nowrap">{short}</span>;
}

function Attempt({ call, mostAttempts }: CallRowProps): JSX.Element {
  const { log } = useTexts().calls;
  if (call.deliveryId === null) return <>–</>;
  return (
    <span class="text-nowrap">
      {log.attemptOf(call.attempt, mostAttempts)}
      {call.round > 1 && <span class="db-quiet db-line">{log.round(call.round)}</span>}
    </span>
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
