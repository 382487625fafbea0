import type { ComponentChildren, JSX } from 'preact';
import { useTexts } from './frame.js';

interface ShownOnceProps {
  readonly title: string;
  readonly text: string;
  /** What the field is called. */
  readonly label: string;
  readonly secret: string;
  readonly done: string;
  readonly back: string;
  readonly children?: ComponentChildren;
}

/** A secret on the only page that ever holds it. The page wants `copy.js`; without scripts the field can be marked. */
export function ShownOnce({ title, text, label, secret, done, back, children }: ShownOnceProps): JSX.Element {
  const { permissions } = useTexts();
  return (
    <div class="card db-form">
      <div class="card-body">
        <h1 class="h2">{title}</h1>
        <p>{text}</p>
        <label class="form-label" for="secret">
          {label}
        </label>
        <div class="db-field-row">
          <input class="form-control db-url" id="secret" value={secret} readOnly autocomplete="off" />
          <button class="btn" type="button" data-copy="secret" data-copied-text={permissions.copied} hidden>
            {permissions.copy}
          </button>
        </div>
        {children}
      </div>
      <div class="card-footer db-actions">
        <a class="btn btn-primary" href={back}>
          {done}
        </a>
      </div>
    </div>
  );
}
