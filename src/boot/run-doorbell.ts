import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { FirstSignIn, type SignInLink } from '@contracts/organizers';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ExtensionModules } from '../app.module.js';
import type { ReadSettings } from '../config/read-settings.js';
import type { Settings } from '../config/settings.js';
import { createApplication } from '../create-application.js';
import { announce } from './announcement.js';
import { ApplicationLogger } from './application-logger.js';
import { type EmbeddedMode, startEmbeddedMode } from './embedded-mode.js';
import { StopSignals } from './stop-signals.js';

/** What closing takes beside the calls under way: settling them, connections, queues. */
const closeMarginMs = 5_000;
const context = 'Doorbell';

/** Runs until a signal asks it to end, then lets calls under way end, and only then stops the embedded database. */
export async function runDoorbell(read: ReadSettings, extensions: ExtensionModules): Promise<void> {
  const json = !process.stdout.isTTY;
  const logger = new ApplicationLogger({ level: read.logLevel, json });
  const signals = new StopSignals();
  const embedded = isComplete(read) ? undefined : await startEmbedded(read, logger);
  const settings = embedded?.settings ?? (read as Settings);
  try {
    const app = await startApplication(settings, extensions, logger);
    const address = app.getHttpServer().address() as AddressInfo;
    const firstLink = await createFirstLink(app, settings);
    announce(
      { settings, address, isEmbedded: Boolean(embedded), adminToken: embedded?.adminToken, firstLink },
      logger,
      json,
    );
    const signal = await signals.arrival();
    logger.log({ code: 'stopping', message: `${signal}: letting calls under way end.` }, context);
    await closeInTime(app, settings.shutdownMs + closeMarginMs);
  } finally {
    await embedded?.database.stop();
  }
  logger.log({ code: 'stopped', message: 'Stopped.' }, context);
}

const isComplete = (settings: ReadSettings): settings is Settings => settings.databaseUrl !== undefined;

async function startEmbedded(settings: ReadSettings, logger: ApplicationLogger): Promise<EmbeddedMode> {
  return startEmbeddedMode(settings, {
    onProgress: (message) => logger.log({ code: 'embedded_database', message }, context),
    onRestart: (reason) => {
      const message = `The embedded database has ended (${reason}) and was started again.`;
      logger.warn({ code: 'embedded_database_restarted', message }, context);
    },
    onLost: (error) => {
      logger.fatal({ code: 'embedded_database_lost', message: error.message }, context);
      process.exit(1);
    },
  });
}

async function startApplication(
  settings: Settings,
  extensions: ExtensionModules,
  logger: ApplicationLogger,
): Promise<NestFastifyApplication> {
  const app = await createApplication(settings, { extensions, logger });
  try {
    await app.listen(settings.port, settings.host);
    return app;
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** A worker serves no pages. */
async function createFirstLink(
  app: NestFastifyApplication,
  { role }: Settings,
): Promise<SignInLink | undefined> {
  if (role === 'worker') return undefined;
  return app.get<FirstSignIn>(FirstSignIn, { strict: false }).createLink();
}

/** @throws when closing hangs: what is lost then is found by the next sweep of anybody. */
async function closeInTime(app: NestFastifyApplication, patienceMs: number): Promise<void> {
  const patience = new AbortController();
  const tooLate = sleep(patienceMs, true, { signal: patience.signal }).catch(() => false);
  const isTooLate = await Promise.race([app.close().then(() => false), tooLate]);
  patience.abort();
  if (isTooLate) throw new Error(`Doorbell did not stop within ${patienceMs} ms and was ended.`);
}
