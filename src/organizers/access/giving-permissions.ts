import { isPermitted, type Permission, type Principal } from '@app/access';

/** What is wrong with giving these permissions: nobody gives what they do not hold. Undefined where nothing is. */
export function givingFault(
  organizerId: number,
  permissions: readonly Permission[],
  principal: Principal,
): string | undefined {
  const lacking = permissions.filter((permission) => !isPermitted(principal, organizerId, permission));
  if (lacking.length === 0) return undefined;
  const names = [...new Set(lacking)].join(', ');
  return `You can only give permissions that you have yourself, and not ${names}.`;
}
