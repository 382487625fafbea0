import type { Permission } from '@app/access';
import type { JSX } from 'preact';
import { useTexts } from '../layout/frame.js';

/** What somebody may do, in words. */
export function PermissionWords({
  permissions,
}: {
  readonly permissions: readonly Permission[];
}): JSX.Element {
  const { names, none } = useTexts().permissions;
  if (permissions.length === 0) return <>{none}</>;
  return (
    <ul class="list-unstyled mb-0">
      {permissions.map((name) => (
        <li key={name}>{names[name]}</li>
      ))}
    </ul>
  );
}
