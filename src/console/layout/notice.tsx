import type { ComponentChildren, JSX } from 'preact';
import { useTexts } from './frame.js';
import type { Texts } from '../texts/en.js';

export type NoticeKey = keyof Texts['notices'];

/** What was done just before, as the address says it: only sentences that are known. */
export function Notice({
  name,
  count = 0,
}: {
  readonly name: string | undefined;
  readonly count?: number | undefined;
}): JSX.Element | null {
  const { notices } = useTexts();
  if (name === undefined || !Object.hasOwn(notices, name)) return null;
  const text = notices[name as NoticeKey];
  return (
    <div class="db-notice db-notice-success" role="status">
      {typeof text === 'string' ? text : text(count)}
    </div>
  );
}

export type Tone = 'danger' | 'warning' | 'success' | 'info';

/** A sentence that needs to be seen, perhaps with buttons. */
export function Banner({
  tone,
  children,
}: {
  readonly tone: Tone;
  readonly children: ComponentChildren;
}): JSX.Element {
  return <div class={`db-notice db-notice-${tone}`}>{children}</div>;
}
