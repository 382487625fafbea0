import type { JSX } from 'preact';
import { Breakable } from '../layout/breakable.js';
import { useTexts } from '../layout/frame.js';

/** The address of a webhook, or that it cannot be read: its key is missing. */
export function TargetUrl({ url }: { readonly url: string | null }): JSX.Element {
  const { form } = useTexts().webhooks;
  return <Breakable text={url ?? form.unreadableUrl} />;
}
