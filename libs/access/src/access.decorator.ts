import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Permission, Principal } from './principal.js';

export const requiredPermission = 'doorbell:required-permission';

/** `admin`: the administrator alone. `authenticated`: anybody with valid credentials. `public`: no credentials at all. */
export type RequiredPermission = Permission | 'admin' | 'authenticated' | 'public';

/** What the principal must hold to call the handler, or every handler of the controller. A route without it is refused. */
export const RequirePermission = (permission: RequiredPermission): ClassDecorator & MethodDecorator =>
  SetMetadata(requiredPermission, permission);

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
