import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppModule } from '../../src/app.module.js';
import { singleActions } from '../console/twins/single-actions.js';
import { twinnedActions } from '../console/twins/twinned-actions.js';
import { apiRoutesOf, consoleActionsOf } from '../organizers/routes.js';
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
