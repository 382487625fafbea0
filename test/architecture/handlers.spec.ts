import { requiredPermission } from '@app/access';
import { type INestApplicationContext, RequestMethod } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppModule } from '../../src/app.module.js';
import { testSettings } from '../setup/test-settings.js';

// Nest's own names of what its decorators leave behind.
const routeArguments = '__routeArguments__';
const httpMethod = 'method';
const parameterTypes = 'design:paramtypes';
/** Keys of @Body() and @Query(); those of parameter decorators of one's own begin with another id. */
const bodyOrQuery = /^[34]:/;
/** What `import type` of a DTO, or no type at all, leaves in its place. */
const classless = new Set<unknown>([undefined, Object, String, Number, Boolean, Array, Function, Promise]);

interface Handler {
  /** `WebhooksController.create` */
  readonly name: string;
  readonly controller: new () => object;
  readonly key: string;
  readonly run: object;
}

let app: INestApplicationContext;
let handlers: readonly Handler[];

beforeAll(async () => {
  const settings = { ...testSettings, databaseUrl: 'postgres://none', redisUrl: undefined };
  // In preview nothing is instantiated: no database is needed to look at the classes.
  app = await NestFactory.createApplicationContext(AppModule.forRoot(settings), {
    preview: true,
    logger: ['error'],
    abortOnError: false,
  });
  handlers = [...app.get(ModulesContainer).values()].flatMap((module) =>
    [...module.controllers.values()].flatMap(({ metatype }) => handlersOf(metatype as Handler['controller'])),
  );
});
afterAll(() => app.close());

function handlersOf(controller: Handler['controller']): readonly Handler[] {
  const prototype = controller.prototype as Record<string, object>;
  return Object.getOwnPropertyNames(prototype)
    .filter((key) => key !== 'constructor' && Reflect.hasMetadata(httpMethod, prototype[key]!))
    .map((key) => ({ name: `${controller.name}.${key}`, controller, key, run: prototype[key]! }));
}

/** The classes of a handler's @Body() and @Query() parameters, as they are known when it runs. */
function parameterClasses({ controller, key }: Handler): readonly unknown[] {
  const routed = (Reflect.getMetadata(routeArguments, controller, key) ?? {}) as Record<
    string,
    { readonly index: number; readonly data?: unknown }
  >;
  const types = Reflect.getMetadata(
    parameterTypes,
    controller.prototype as object,
    key,
  ) as readonly unknown[];
  return Object.entries(routed)
    .filter(([kind]) => bodyOrQuery.test(kind))
    .map(([, { index }]) => types[index]);
}

describe('Every handler', () => {
  it('is found, and so are bodies', () => {
    expect(handlers.length).toBeGreaterThan(5);
    expect(handlers.flatMap((handler) => parameterClasses(handler)).length).toBeGreaterThan(0);
  });

  it('takes its body and its query as classes that are there when it runs: `import type` would switch validation off', () => {
    const unchecked = handlers.filter((handler) =>
      parameterClasses(handler).some((type) => classless.has(type)),
    );
    expect(unchecked.map(({ name }) => name)).toEqual([]);
  });

  it('says who may call it', () => {
    const open = handlers.filter(
      ({ controller, run }) =>
        !Reflect.hasMetadata(requiredPermission, run) && !Reflect.hasMetadata(requiredPermission, controller),
    );
    expect(open.map(({ name }) => name)).toEqual([]);
  });

  it('answers to one method', () => {
    const methods = handlers.map(({ run }) => Reflect.getMetadata(httpMethod, run) as RequestMethod);
    expect(methods.filter((method) => RequestMethod[method] === undefined)).toEqual([]);
  });
});
