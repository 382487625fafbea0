import type { ResendProgress } from '@contracts/delivery';
import type { JSX } from 'preact';
import { useTexts } from '../../layout/frame.js';
import { Banner } from '../../layout/notice.js';
import { RelativeTime } from '../../layout/time.js';
import { paths, withQuery } from '../../paths.js';

/** Retries that somebody asked to be made at once. */
export interface RetryProgress {
  readonly total: number;
  /** When, in milliseconds: it stands in the address, with the total. */
  readonly at: number;
  /** Still waiting; unless that is exact, there may be more. The others were called, or dropped. */
  readonly left: number;
  readonly isExact: boolean;
}

export interface ProgressProps {
  readonly organizer: string;
  readonly webhookId: number;
  readonly resends: readonly ResendProgress[];
  readonly retries: RetryProgress | undefined;
}

const everySeconds = 5;

/** What was asked of the webhook, and how far it is. It asks again by itself until all of it is over, or was long ago. */
export function Progress({ organizer, webhookId, resends, retries }: ProgressProps): JSX.Element {
  const isRetrying = retries !== undefined && (retries.left > 0 || !retries.isExact);
  const isRunning = isRetrying || resends.some(({ finished }) => finished === null);
  const path = withQuery(paths.webhookProgress(organizer, webhookId), {
    count: retries?.total,
    at: retries?.at,
  });
  const following = isRunning
    ? { 'hx-get': path, 'hx-trigger': `every ${everySeconds}s`, 'hx-swap': 'outerHTML' }
    : {};
  return (
    <div id="progress" role="status" data-running={String(isRunning)} {...following}>
      {retries && <Retries {...retries} />}
      {resends.map((resend) => (
        <Resend key={resend.accepted.getTime()} resend={resend} />
      ))}
    </div>
  );
}

function Retries({ total, left, isExact }: RetryProgress): JSX.Element {
  const { progress } = useTexts().calls;
  if (!isExact) return <Banner tone="info">{progress.retryingMany(left, total)}</Banner>;
  if (left === 0) return <Banner tone="success">{progress.retried(total)}</Banner>;
  return (
    <Banner tone="info">
      {progress.retrying(left, total)}
      <progress
        class="db-progress"
        value={Math.max(0, total - left)}
        max={total}
        aria-label={progress.retrying(left, total)}
      />
    </Banner>
  );
}

function Resend({ resend }: { readonly resend: ResendProgress }): JSX.Element {
  const { progress } = useTexts().calls;
  const { done, total, finished } = resend;
  if (finished !== null) {
    return (
      <Banner tone={done >= total ? 'success' : 'warning'}>
        {progress.resent(done, total)} <RelativeTime at={finished} />.
      </Banner>
    );
  }
  return (
    <Banner tone="info">
      {progress.resending(done, total)}
      <progress class="db-progress" value={done} max={total} aria-label={progress.resending(done, total)} />
    </Banner>
  );
}
