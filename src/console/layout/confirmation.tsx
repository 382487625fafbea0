import type { ComponentChildren, JSX } from 'preact';
import { FormToken } from './form-fields.js';

interface ConfirmationProps {
  readonly title: string;
  /** Undefined: there is nothing to confirm. */
  readonly submit: string | undefined;
  readonly cancel: string;
  /** Where it is called off. */
  readonly back: string;
  readonly isDangerous?: boolean;
  readonly children: ComponentChildren;
}

/** Asks before it is done: its form is sent to the address of the page itself. */
export function Confirmation(props: ConfirmationProps): JSX.Element {
  const { title, submit, cancel, back, isDangerous = false, children } = props;
  return (
    <form class="card db-narrow" method="post">
      <FormToken />
      <div class="card-body">
        <h1 class="h2">{title}</h1>
        {children}
      </div>
      <div class="card-footer db-actions">
        <a class="btn" href={back}>
          {cancel}
        </a>
        {submit !== undefined && (
          <button class={isDangerous ? 'btn btn-danger' : 'btn btn-primary'}>{submit}</button>
        )}
      </div>
    </form>
  );
}
