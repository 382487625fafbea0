import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { Doorbell } from '../setup/doorbell.js';

/** What a browser can open of the console, as its controllers say it: `/console/organizers/:organizer/webhooks/`. */
export function consoleRoutes({ app }: Doorbell): readonly string[] {
  const controllers = app.get(DiscoveryService, { strict: false }).getControllers();
  return controllers
    .flatMap(({ metatype }) => (typeof metatype === 'function' ? routesOf(metatype) : []))
    .filter((route) => route.startsWith('/console/'))
    .toSorted();
}

function routesOf(controller: { readonly prototype: object }): readonly string[] {
  const base = String(Reflect.getMetadata(PATH_METADATA, controller));
  const handlers = controller.prototype as Record<string, object>;
  return new MetadataScanner()
    .getAllMethodNames(controller.prototype)
    .map((name) => handlers[name]!)
    .filter((handler) => Reflect.getMetadata(METHOD_METADATA, handler) === RequestMethod.GET)
    .map((handler) => `/${base}/${String(Reflect.getMetadata(PATH_METADATA, handler))}/`)
    .map((route) => route.replaceAll(/\/+/g, '/'));
}
