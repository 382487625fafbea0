import type { ComponentChildren, JSX } from 'preact';
import { Icon } from './icons.js';

interface EmptyListProps {
  readonly title: string;
  readonly text: string;
  /** The way to the first of them. */
  readonly children?: ComponentChildren;
}

/** What a list is for, as long as there is nothing in it. */
export function EmptyList({ title, text, children }: EmptyListProps): JSX.Element {
  return (
    <div class="card db-message">
      <Icon name="bell" />
      <h2>{title}</h2>
      <p>{text}</p>
      {children}
    </div>
  );
}

/** The button that leads to a new one. */
export function CreateLink({ href, text }: { readonly href: string; readonly text: string }): JSX.Element {
  return (
    <a class="btn btn-primary" href={href}>
      <Icon name="plus" /> {text}
    </a>
  );
}
