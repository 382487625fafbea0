import type { ComponentChildren, JSX } from 'preact';

interface ActionCardProps {
  readonly title: string;
  /** What it does, or why it cannot be done. */
  readonly text: string;
  /** Its button, or a form. */
  readonly children?: ComponentChildren;
}

/** Something that can be done about what the page shows, in a card of its own. */
export function ActionCard({ title, text, children }: ActionCardProps): JSX.Element {
  return (
    <section class="card mb-3">
      <div class="card-body">
        <h2 class="h3">{title}</h2>
        <p>{text}</p>
        {children}
      </div>
    </section>
  );
}
