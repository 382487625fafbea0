import { DataSource } from 'typeorm';
import { databaseOptions } from '../../config/database-options.js';
import type { ReadSettings } from '../../config/read-settings.js';
import type { Settings } from '../../config/settings.js';
import { startEmbeddedMode } from '../embedded-mode.js';
import { Resealing } from './resealing.js';
import { sealedColumns } from './sealed-columns.js';

type Say = (line: string) => void;

/**
 * Seals every secret with the first key, over one connection and without migrating, so beside any Doorbell that runs.
 * @returns whether all can be read, and is sealed with the first key
 */
export async function runReseal(read: ReadSettings, say: Say): Promise<boolean> {
  const { databaseUrl, secretKeys } = read;
  if (databaseUrl !== undefined) return reseal({ ...read, databaseUrl, secretKeys: secretKeys! }, say);
  const { settings, database } = await startEmbeddedMode(read, {
    onProgress: say,
    onRestart: (reason) => say(`The embedded database has ended (${reason}) and was started again.`),
    onLost: (error) => {
      say(error.message);
      process.exit(1);
    },
  });
  try {
    return await reseal(settings, say);
  } finally {
    await database.stop();
  }
}

async function reseal(
  { databaseUrl, role, secretKeys }: Pick<Settings, 'databaseUrl' | 'role' | 'secretKeys'>,
  say: Say,
): Promise<boolean> {
  const options = databaseOptions({ databaseUrl, role });
  const connection = { applicationName: 'doorbell reseal', poolSize: 1 };
  const dataSource = await new DataSource({ ...options, ...connection }).initialize();
  try {
    return await new Resealing(secretKeys, dataSource.manager, say).run(sealedColumns);
  } finally {
    await dataSource.destroy();
  }
}
