import { type Permission, permissions } from '@app/access';
import type { JSX } from 'preact';
import { FieldFaults, type FormFaults } from '../layout/form-fields.js';
import { useTexts } from '../layout/frame.js';

interface PermissionFieldsProps {
  readonly hint: string;
  readonly ticked: readonly Permission[];
  /** What the reader may give. What is ticked already may stay, or be taken away. */
  readonly held: readonly Permission[];
  readonly faults: FormFaults;
}

export function PermissionFields({ hint, ticked, held, faults }: PermissionFieldsProps): JSX.Element {
  const { title, onlyHeld } = useTexts().permissions;
  const offered = permissions.filter((name) => held.includes(name) || ticked.includes(name));
  return (
    <fieldset class="mb-3" id="permissions">
      <legend class="form-label">
        {title}{' '}
        <span class="db-required" aria-hidden="true">
          *
        </span>
      </legend>
      <p class="form-hint">
        {hint} {offered.length < permissions.length && onlyHeld}
      </p>
      {offered.map((name) => (
        <PermissionField key={name} name={name} isTicked={ticked.includes(name)} />
      ))}
      <FieldFaults name="permissions" faults={faults} />
    </fieldset>
  );
}

function PermissionField({
  name,
  isTicked,
}: {
  readonly name: Permission;
  readonly isTicked: boolean;
}): JSX.Element {
  const { names, hints } = useTexts().permissions;
  return (
    <label class="form-check">
      <input class="form-check-input" type="checkbox" name="permissions" value={name} checked={isTicked} />
      <span class="form-check-label">
        {names[name]}
        <span class="form-check-description db-quiet">{hints[name]}</span>
      </span>
    </label>
  );
}
