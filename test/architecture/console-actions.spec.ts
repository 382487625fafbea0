import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppModule } from '../../src/app.module.js';
import { pagesOf, unvisited } from '../bench/scenarios/console-pages.js';
import { singleActions } from '../console/twins/single-actions.js';
import { twinnedActions } from '../console/twins/twinned-actions.js';
import { apiRoutesOf, consoleActionsOf, consolePagesOf, type Route } from '../organizers/routes.js';
import { testSettings } from '../setup/test-settings.js';

let app: INestApplicationContext;

beforeAll(async () => {
  const settings = { ...testSettings, databaseUrl: 'postgres://none', redisUrl: undefined };
  // In preview nothing is instantiated: no database is needed to look at the routes.
  app = await NestFactory.createApplicationContext(AppModule.forRoot(settings), {
    preview: true,
    logger: ['error'],
    abortOnError: false,
  });
});
afterAll(() => app.close());

describe('Every action of the console', () => {
  it('is in the table of those with a twin in the API, or of those without and why', () => {
    const known = [...twinnedActions, ...singleActions].map(({ route, needs }) => `${route}: ${needs}`);
    const registered = consoleActionsOf(app).map(({ name, permission }) => `${name}: ${permission}`);
    expect(known.toSorted()).toEqual(registered.toSorted());
  });

  it('needs the permission that its twin needs', () => {
    const routes = new Map(apiRoutesOf(app).map(({ name, permission }) => [name, permission]));
    expect(twinnedActions.map(({ twin }) => [twin, routes.get(twin)])).toEqual(
      twinnedActions.map(({ twin, needs }) => [twin, needs]),
    );
  });
});

const unknowns = ({ path }: Route): number => path.split(':').length;

/** Of the routes that take this path, the one that says the most of it: `webhooks/new` is no webhook's. */
function routeOf(routes: readonly Route[], address: string): Route | undefined {
  const path = new URL(address, 'http://console').pathname.replace(/\/$/, '');
  return routes
    .filter((route) => new RegExp(`^${route.path.replaceAll(/:\w+/g, '[^/]+')}$`).test(path))
    .toSorted((a, b) => unknowns(a) - unknowns(b))[0];
}

describe('Every page of the console', () => {
  it('is timed with a full log by npm run bench, or it is said there why not', () => {
    const routes = consolePagesOf(app);
    const pages = pagesOf({
      organizer: 'acmecorp',
      webhook: 1,
      failing: 2,
      calls: { newest: 2, oldest: 1 },
      notification: 1,
      token: 1,
      person: 1,
      administrator: 2,
      halfMonthAgo: new Date(),
    });
    const timed = new Set(Object.values(pages).map((address) => String(routeOf(routes, address)?.name)));
    expect([...timed, ...Object.keys(unvisited)].toSorted()).toEqual(
      routes.map(({ name }) => name).toSorted(),
    );
  });
});
