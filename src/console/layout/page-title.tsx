import type { ComponentChildren, JSX } from 'preact';

interface PageTitleProps {
  readonly title: string;
  readonly intro?: string | undefined;
  /** What can be done on the page as a whole. */
  readonly children?: ComponentChildren;
}

/** What the page is, and its buttons. */
export function PageTitle({ title, intro, children }: PageTitleProps): JSX.Element {
  return (
    <div class="db-title">
      <div class="db-title-main">
        <h1>{title}</h1>
        {intro !== undefined && <p class="db-quiet">{intro}</p>}
      </div>
      {children}
    </div>
  );
}
