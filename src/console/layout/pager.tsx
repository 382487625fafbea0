import type { JSX } from 'preact';
import { withQuery } from '../paths.js';
import { useTexts } from './frame.js';
import type { ListPlace } from './list-part.js';

interface PagerProps extends ListPlace {
  readonly path: string;
}

/** Below a list with numbered pages; nothing where all of it is on one. */
export function Pager({ path, page, hasMore }: PagerProps): JSX.Element | null {
  return (
    <PagerLinks
      start={page > 1 ? path : undefined}
      next={hasMore ? withQuery(path, { page: page + 1 }) : undefined}
    />
  );
}

interface PagerLinksProps {
  /** Undefined: we are there. */
  readonly start: string | undefined;
  /** Undefined at the end. */
  readonly next: string | undefined;
}

export function PagerLinks({ start, next }: PagerLinksProps): JSX.Element | null {
  const { layout } = useTexts();
  if (start === undefined && next === undefined) return null;
  return (
    <nav class="card-footer db-pager" aria-label={layout.pages}>
      {start !== undefined && <a href={start}>{layout.toStart}</a>}
      {next !== undefined && (
        <a class="btn" href={next}>
          {layout.next}
        </a>
      )}
    </nav>
  );
}
