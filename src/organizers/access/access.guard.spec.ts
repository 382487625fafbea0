import { administrator, type Permission, type Principal, RequirePermission } from '@app/access';
import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { describe, expect, it } from 'vitest';
import { AccessGuard } from './access.guard.js';
import { CreatesOrganizer } from './creates-organizer.decorator.js';

class Routes {
  silent(): void {}

  @RequirePermission('public')
  public(): void {}

  @RequirePermission('authenticated')
  authenticated(): void {}

  @RequirePermission('can_view_organizer')
  view(): void {}

  @RequirePermission('admin')
  admin(): void {}

  @RequirePermission('admin')
  @CreatesOrganizer()
  create(): void {}
}

const acme = { id: 1, slug: 'acmecorp' };
const directory = {
  findBySlug: async (slugs: readonly string[]) =>
    Promise.resolve(new Map(slugs.includes(acme.slug) ? [[acme.slug, acme]] : [])),
  slugsOf: async () => Promise.resolve(new Map<number, string>()),
};

const token = (organizerId: number, ...permissions: Permission[]): Principal => ({
  type: 'token',
  id: 5,
  name: 'test',
  grants: new Map([[organizerId, new Set(permissions)]]),
});

const adminPerson: Principal = {
  type: 'person',
  id: 6,
  name: 'Ada',
  grants: new Map(),
  isAdministrator: true,
};

interface Asked {
  readonly principal?: Principal;
  readonly principalKey?: string;
  readonly organizer?: object;
}

/** What the guard leaves on the request; throws what it throws. */
async function ask(
  route: keyof Routes,
  principal: Principal | undefined,
  organizer?: string,
): Promise<Asked> {
  const authenticator = { principalOf: async () => Promise.resolve(principal) };
  const guard = new AccessGuard(
    new Reflector(),
    [{ principalOf: async () => undefined }, authenticator],
    directory,
  );
  const request: Asked & { params: object } = { params: organizer === undefined ? {} : { organizer } };
  const context = {
    getType: () => 'http',
    getHandler: () => Routes.prototype[route],
    getClass: () => Routes,
    switchToHttp: () => ({ getRequest: () => request }),
  };
  expect(await guard.canActivate(context as unknown as ExecutionContext)).toBe(true);
  return request;
}

const denied = 'You do not have permission to perform this action.';
const missing = 'Authentication credentials were not provided.';

describe('AccessGuard', () => {
  it('asks nobody at a public route', async () => {
    expect(await ask('public', undefined)).toEqual({ params: {} });
  });

  it.each(['silent', 'authenticated', 'view', 'admin', 'create'] as const)(
    'wants credentials at %s before anything else',
    async (route) => {
      await expect(ask(route, undefined, 'acmecorp')).rejects.toThrow(missing);
      await expect(ask(route, undefined, 'unknown')).rejects.toThrow(missing);
    },
  );

  it('leaves the principal and the organizer on the request', async () => {
    const principal = token(1, 'can_view_organizer');
    const asked = await ask('view', principal, 'acmecorp');
    expect(asked).toMatchObject({ principal, principalKey: 'token:5', organizer: acme });
    expect(await ask('view', administrator, 'acmecorp')).toMatchObject({
      principalKey: 'admin',
      organizer: acme,
    });
  });

  it.each([
    ['a route that does not say who may', 'silent', administrator, 'acmecorp'],
    ['a route that does not say who may, a token too', 'silent', token(1), 'acmecorp'],
    ['a missing permission', 'view', token(1, 'can_send_notifications'), 'acmecorp'],
    ['another organizer', 'view', token(2, 'can_view_organizer'), 'acmecorp'],
    [
      'another organizer where any grant will do',
      'authenticated',
      token(2, 'can_view_organizer'),
      'acmecorp',
    ],
    ['an unknown organizer', 'view', token(1, 'can_view_organizer'), 'unknown'],
    ['an unknown organizer, the administrator too', 'view', administrator, 'unknown'],
    ['an unknown organizer where any grant will do', 'authenticated', token(1), 'unknown'],
    ['what is the administrator’s', 'admin', token(1, 'can_change_organizer_settings'), 'acmecorp'],
    [
      'what is the administrator’s, a person who is none',
      'admin',
      { ...adminPerson, isAdministrator: false },
      'acmecorp',
    ],
    ['creating', 'create', token(1, 'can_change_organizer_settings'), 'unknown'],
    ['what belongs to no organizer', 'view', token(1, 'can_view_organizer'), undefined],
  ] as const)('refuses %s', async (_what, route, principal, organizer) => {
    await expect(ask(route, principal, organizer)).rejects.toThrow(denied);
  });

  it.each([
    ['any grant in the organizer', 'authenticated', token(1), 'acmecorp'],
    ['anybody who is known, outside of organizers', 'authenticated', token(2), undefined],
    ['the administrator everywhere', 'admin', administrator, 'acmecorp'],
    ['the administrator outside of organizers', 'view', administrator, undefined],
    ['the administrator to create', 'create', administrator, 'unknown'],
    ['a person who is an administrator', 'admin', adminPerson, 'acmecorp'],
    ['such a person where they have no role', 'view', adminPerson, 'acmecorp'],
  ] as const)('lets through %s', async (_what, route, principal, organizer) => {
    expect((await ask(route, principal, organizer)).principal).toBe(principal);
  });
});
