import {
  type AccessRequest,
  askedByPage,
  isPermitted,
  mayEverything,
  type OrganizerScope,
  type Principal,
  principalKey,
  requiredPermission,
  type RequiredPermission,
} from '@app/access';
import { PermissionDenied } from '@app/rest';
import { OrganizerDirectory } from '@contracts/organizers';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Authenticators } from './authenticator.port.js';
import { createsOrganizer } from './creates-organizer.decorator.js';
import { CredentialsMissing } from './unauthorized.js';

/** What the decorators of a handler say. Controllers may share an inherited one. */
interface RouteRule {
  readonly controller: object;
  readonly permission: RequiredPermission | undefined;
  readonly createsItsOrganizer: boolean;
  /** Whether somebody asks, and not a page by itself. */
  readonly isUse: boolean;
}

/** Lets a request through to its handler only once it is known who asks (401) and that they may (403), in that order. */
@Injectable()
export class AccessGuard implements CanActivate {
  /** Reading metadata anew takes a tenth of what the whole guard does. */
  private readonly rules = new WeakMap<object, RouteRule>();

  constructor(
    private readonly reflector: Reflector,
    @Inject(Authenticators) private readonly authenticators: Authenticators,
    @Inject(OrganizerDirectory) private readonly organizers: OrganizerDirectory,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const { permission, createsItsOrganizer, isUse } = this.ruleOf(context);
    if (permission === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest & AccessRequest>();
    const principal = await this.authenticate(request, isUse);
    request.principal = principal;
    request.principalKey = principalKey(principal);
    const { organizer: slug } = request.params as { organizer?: string };
    const organizer = slug === undefined ? undefined : await this.organizerOf(slug);
    const mustExist = slug !== undefined && !createsItsOrganizer;
    if (!permission || (mustExist && !organizer) || !isAllowed(principal, permission, organizer))
      throw new PermissionDenied();
    if (organizer) request.organizer = organizer;
    return true;
  }

  private async organizerOf(slug: string): Promise<OrganizerScope | undefined> {
    return (await this.organizers.findBySlug([slug])).get(slug);
  }

  /** @throws Unauthorized */
  private async authenticate(request: FastifyRequest, isUse: boolean): Promise<Principal> {
    for (const authenticator of this.authenticators) {
      const principal = await authenticator.principalOf(request, { isUse });
      if (principal) return principal;
    }
    throw new CredentialsMissing();
  }

  private ruleOf(context: ExecutionContext): RouteRule {
    const controller = context.getClass();
    const known = this.rules.get(context.getHandler());
    if (known?.controller === controller) return known;
    const rule = {
      controller,
      permission: this.metadata(requiredPermission, context) as RequiredPermission | undefined,
      createsItsOrganizer: Boolean(this.metadata(createsOrganizer, context)),
      isUse: !this.metadata(askedByPage, context),
    };
    this.rules.set(context.getHandler(), rule);
    return rule;
  }

  private metadata(key: string, context: ExecutionContext): unknown {
    return this.reflector.getAllAndOverride<unknown>(key, [context.getHandler(), context.getClass()]);
  }
}

/** Outside of organizers there is only what the administrator may, and what everybody may who is known. */
function isAllowed(
  principal: Principal,
  permission: RequiredPermission,
  organizer: OrganizerScope | undefined,
): boolean {
  if (mayEverything(principal)) return true;
  if (permission === 'admin' || permission === 'public') return false;
  if (permission === 'authenticated') return !organizer || principal.grants.has(organizer.id);
  return organizer !== undefined && isPermitted(principal, organizer.id, permission);
}
