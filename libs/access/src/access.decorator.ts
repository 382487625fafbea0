import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Permission, Principal } from './principal.js';
import type { Session } from './session.js';

export const requiredPermission = 'doorbell:required-permission';

/** `admin`: the administrator, and people who are one. `authenticated`: anybody with valid credentials. `public`: no credentials at all. */
export type RequiredPermission = Permission | 'admin' | 'authenticated' | 'public';

/** What the principal must hold to call the handler, or every handler of the controller. A route without it is refused. */
export const RequirePermission = (permission: RequiredPermission): ClassDecorator & MethodDecorator =>
  SetMetadata(requiredPermission, permission);

export const askedByPage = 'doorbell:asked-by-page';

/** An open page asks it by itself, with nobody there: being asked keeps no session from going idle. */
export const AskedByPage = (): MethodDecorator => SetMetadata(askedByPage, true);

/** The organizer of the path, found and permitted by the guard. */
export interface OrganizerScope {
  readonly id: number;
  readonly slug: string;
}

/** What the guards leave on the request. */
export interface AccessRequest {
  principal?: Principal;
  /** principalKey(principal), for idempotency keys. */
  principalKey?: string;
  organizer?: OrganizerScope;
  /** Of the person who is signed in; only on the pages of the console. */
  session?: Session;
}

const requestOf = (context: ExecutionContext): AccessRequest =>
  context.switchToHttp().getRequest<AccessRequest>();

export const CurrentPrincipal = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Principal => {
    const { principal } = requestOf(context);
    if (!principal) throw new Error('This route has no authenticated principal; is it public?');
    return principal;
  },
);

export const CurrentOrganizer = createParamDecorator(
  (_data: unknown, context: ExecutionContext): OrganizerScope => {
    const { organizer } = requestOf(context);
    if (!organizer) throw new Error('This route has no {organizer} in its path.');
    return organizer;
  },
);

/** The session of the person who asks. On pages of the console alone, where nobody else gets in. */
export const CurrentSession = createParamDecorator((_data: unknown, context: ExecutionContext): Session => {
  const { session } = requestOf(context);
  if (!session) throw new Error('This route has no session; is it public, or outside of the console?');
  return session;
});
