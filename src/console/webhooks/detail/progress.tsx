import type { ResendProgress } from '@contracts/delivery';
import type { JSX } from 'preact';
import { useFrame, useTexts } from '../../layout/frame.js';
import { Banner } from '../../layout/notice.js';
import { RelativeTime, Time } from '../../layout/time.js';
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

/** For so long after it was asked for it is asked again by itself how far it is. */
export const followedForMs = 10 * 60_000;
/** How often it is asked again, by how long ago it was asked for. Later than all of these: no more. */
const paces = [
  { withinMs: 60_000, everySeconds: 5 },
  { withinMs: followedForMs, everySeconds: 30 },
] as const;

/** What was asked of the webhook, and how far it is. It asks again by itself until all of it is over, or was long ago. */
export function Progress({ organizer, webhookId, resends, retries }: ProgressProps): JSX.Element {
  const { now } = useFrame();
  const asked = [...(retries ? runningRetries(retries) : []), ...runningResends(resends)];
  const isRunning = asked.length > 0;
  const pace = paces.find(({ withinMs }) => now.getTime() - Math.max(...asked) < withinMs);
  const query = { count: retries?.total, at: retries?.at };
  const following = isRunning &&
    pace && {
      'hx-get': withQuery(paths.webhookProgress(organizer, webhookId), query),
      'hx-trigger': `every ${pace.everySeconds}s`,
      'hx-swap': 'outerHTML',
    };
  return (
    <div id="progress" role="status" data-running={String(isRunning)} {...following}>
      {retries && <Retries {...retries} />}
      {resends.map((resend) => (
        <Resend key={resend.accepted.getTime()} resend={resend} />
      ))}
      {isRunning && pace !== paces[0] && <AsOf isFollowed={pace !== undefined} />}
    </div>
  );
}

/** When that was asked for which is not over yet, in milliseconds. */
const runningRetries = ({ at, left, isExact }: RetryProgress): readonly number[] =>
  left > 0 || !isExact ? [at] : [];
const runningResends = (resends: readonly ResendProgress[]): readonly number[] =>
  resends.filter(({ finished }) => finished === null).map(({ accepted }) => accepted.getTime());

/** When this was so, once it goes on slowly. */
function AsOf({ isFollowed }: { readonly isFollowed: boolean }): JSX.Element {
  const { texts, now } = useFrame();
  const { progress } = texts.calls;
  return (
    <p class="db-quiet">
      {progress.asOf} <Time at={now} style="full" />. {!isFollowed && progress.reload}
    </p>
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
