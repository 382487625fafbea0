import { createRestAdapter } from '@app/rest';
import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule, type ExtensionModules } from './app.module.js';
import type { Settings } from './config/settings.js';
import { serveOpenApi } from './openapi/document.js';

export interface ApplicationOptions {
  /** Modules of one's own, loaded after Doorbell's (docs/extending.md). */
  readonly extensions?: ExtensionModules;
  readonly logger?: LoggerService | false;
}

/** Everything but listening: `await (await createApplication(settings)).listen(port, host)`. The caller closes it. */
export async function createApplication(
  settings: Settings,
  { extensions = [], logger }: ApplicationOptions = {},
): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(settings, extensions),
    createRestAdapter({ trustProxy: settings.trustProxy, publicUrl: settings.publicUrl }),
    { abortOnError: false, bodyParser: false, ...(logger === undefined ? {} : { logger }) },
  );
  if (settings.role !== 'worker') serveOpenApi(app);
  return app;
}
