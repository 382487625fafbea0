import { requiredPermission, type RequiredPermission } from '@app/access';
import { type INestApplicationContext, RequestMethod } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';

// Nest's own names of what its decorators leave behind.
const pathMetadata = 'path';
const methodMetadata = 'method';

/** A route of the application, as its decorators state it. */
export interface Route {
  /** `GET /api/v1/organizers/:organizer/tokens/:token` */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly permission: RequiredPermission | undefined;
}

type Controller = new () => object;

/** Every route below `/api/v1/` that takes one method, those that delete last; none of what answers for methods that no route has. */
export function apiRoutesOf(app: INestApplicationContext): readonly Route[] {
  const own = allRoutesOf(app).filter(({ path, method }) => path.startsWith('/api/v1/') && method !== 'ALL');
  return own.toSorted((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'));
}

/** Every route of the console that does not only read. */
export const consoleActionsOf = (app: INestApplicationContext): readonly Route[] =>
  allRoutesOf(app).filter(
    ({ path, method }) => path.startsWith('/console/') && !['GET', 'HEAD', 'ALL'].includes(method),
  );

/** Every route of the console that only reads. */
export const consolePagesOf = (app: INestApplicationContext): readonly Route[] =>
  allRoutesOf(app).filter(({ path, method }) => path.startsWith('/console') && method === 'GET');

function allRoutesOf(app: INestApplicationContext): readonly Route[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) =>
    [...module.controllers.values()].map(({ metatype }) => metatype as Controller),
  );
  return [...new Set(controllers)].filter(({ name }) => name !== 'FallbackController').flatMap(routesOf);
}

function routesOf(controller: Controller): readonly Route[] {
  const prototype = controller.prototype as Record<string, object>;
  return Object.getOwnPropertyNames(prototype)
    .map((key) => prototype[key]!)
    .filter((handler) => Reflect.hasMetadata(methodMetadata, handler))
    .map((handler) => routeOf(controller, handler));
}

function routeOf(controller: Controller, handler: object): Route {
  const method = RequestMethod[Reflect.getMetadata(methodMetadata, handler) as RequestMethod];
  const segments = [controller, handler].map((target) =>
    (Reflect.getMetadata(pathMetadata, target) as string).replace(/^\/|\/$/g, ''),
  );
  const path = `/${segments.filter((segment) => segment !== '').join('/')}`;
  const permission = [handler, controller]
    .map((target) => Reflect.getMetadata(requiredPermission, target) as RequiredPermission | undefined)
    .find((stated) => stated !== undefined);
  return { name: `${method} ${path}`, method, path, permission };
}
