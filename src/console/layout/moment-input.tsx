import type { JSX } from 'preact';

interface MomentInputProps {
  readonly name: string;
  readonly label: string;
  /** Undefined: empty. */
  readonly value: Date | undefined;
  readonly isRequired?: boolean;
}

/**
 * A moment to the minute, typed in UTC, as its label says. With `local-moments.js` it is typed in the reader's zone; what
 * is sent is UTC in any case.
 */
export function MomentInput({ name, label, value, isRequired = false }: MomentInputProps): JSX.Element {
  return (
    <label class="db-moment" data-moment>
      <span class="db-quiet">
        {label} (<span data-zone>UTC</span>)
      </span>
      <input
        class="form-control"
        type="datetime-local"
        name={name}
        value={value?.toISOString().slice(0, 16) ?? ''}
        required={isRequired}
      />
    </label>
  );
}
