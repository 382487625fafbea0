import { requiredPermission } from '@app/access';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';

export class PermissionNotStatedError extends Error {
  readonly code = 'permission_not_stated';
  override readonly name = 'PermissionNotStatedError';
  constructor(readonly handlers: readonly string[]) {
    super(`Handlers without @RequirePermission(…), which nobody may call: ${handlers.join(', ')}.`);
  }
}

type Handler = (...args: never[]) => unknown;

/** The application does not start with a route that says nothing about who may call it. */
@Injectable()
export class RoutePermissions implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  /** @throws PermissionNotStatedError */
  onApplicationBootstrap(): void {
    const silent = this.discovery.getControllers().flatMap(({ metatype }) => {
      const controller = metatype as (abstract new (...args: never[]) => object) | null;
      if (!controller || Reflect.hasMetadata(requiredPermission, controller)) return [];
      return this.handlersOf(controller.prototype as object)
        .filter((handler) => !Reflect.hasMetadata(requiredPermission, handler))
        .map(({ name }) => `${controller.name}.${name}`);
    });
    if (silent.length > 0) throw new PermissionNotStatedError(silent);
  }

  private handlersOf(prototype: object): readonly Handler[] {
    return this.scanner
      .getAllMethodNames(prototype)
      .map((name) => (prototype as Record<string, Handler>)[name]!)
      .filter((method) => Reflect.hasMetadata(METHOD_METADATA, method));
  }
}
