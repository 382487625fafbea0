import type { LoggedCallDetails } from '@contracts/logs';
import type { JSX } from 'preact';
import { useFrame, useTexts } from '../layout/frame.js';
import { Banner } from '../layout/notice.js';
import { Time } from '../layout/time.js';
import type { Texts } from '../texts/en.js';
import { visibleText } from './visible-text.js';

type Reasons = Texts['calls']['call']['why'];

/** What went wrong, what to do, and what happens next. */
export function Explanation({ call }: { readonly call: LoggedCallDetails }): JSX.Element {
  const { call: texts } = useTexts().calls;
  if (call.success) return <Banner tone="success">{texts.accepted}</Banner>;
  const { code, message } = call.error ?? { code: 'status', message: '' };
  const why: Partial<Record<string, Reasons['status']>> = texts.why;
  const reason = why[code];
  return (
    <Banner tone="danger">
      <strong>{reason?.title ?? visibleText(message)}</strong> {reason?.todo} <Next call={call} />
      {reason && <div class="db-line">{visibleText(message)}</div>}
    </Banner>
  );
}

function Next({ call }: { readonly call: LoggedCallDetails }): JSX.Element | null {
  const { now } = useFrame();
  const { call: texts } = useTexts().calls;
  if (call.deliveryId === null) return null;
  if (call.nextAttempt === null) return <>{texts.noMore}</>;
  if (call.nextAttempt <= now) return null;
  return (
    <>
      {texts.next}: <Time at={call.nextAttempt} style="full" />.
    </>
  );
}
