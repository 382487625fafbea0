import type { ComponentChildren, JSX } from 'preact';

interface CardProps {
  /** Of its heading. */
  readonly id: string;
  readonly title: string;
  /** What it is of. */
  readonly of?: string;
  readonly children: ComponentChildren;
}

/** A part of the page, with its heading. */
export function Card({ id, title, of, children }: CardProps): JSX.Element {
  return (
    <section class="card" aria-labelledby={id}>
      <div class="card-header db-card-header">
        <h2 class="card-title" id={id}>
          {title}
        </h2>
        {of !== undefined && <span class="db-quiet">{of}</span>}
      </div>
      {children}
    </section>
  );
}

interface FigureProps {
  readonly value: string;
  readonly label: ComponentChildren;
}

/** A number, and below it what it counts; in a `dl`. */
export function Figure({ value, label }: FigureProps): JSX.Element {
  return (
    <div>
      <dd>{value}</dd>
      <dt class="db-quiet">{label}</dt>
    </div>
  );
}

interface FactProps {
  readonly label: string;
  readonly children: ComponentChildren;
}

/** What something is called, and beside it what it is; in a `dl`. */
export function Fact({ label, children }: FactProps): JSX.Element {
  return (
    <>
      <dt class="db-quiet">{label}</dt>
      <dd>{children}</dd>
    </>
  );
}
