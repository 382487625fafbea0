import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  DataDirectoryLock,
  EmbeddedDatabase,
  type EmbeddedDatabaseOptions,
  keptSecret,
} from '@app/embedded-postgres';
import { parseKeyRing } from '@app/secret-box';
import type { ReadSettings } from '../config/read-settings.js';
import type { Settings } from '../config/settings.js';

export interface AdminToken {
  readonly text: string;
  readonly file: string;
  /** Made by this start: to be shown this once. */
  readonly isNew: boolean;
}

/** What Doorbell brings itself where no DATABASE_URL is set. */
export interface EmbeddedMode {
  readonly settings: Settings;
  readonly database: EmbeddedDatabase;
  /** Unset: DOORBELL_ADMIN_TOKEN says it. */
  readonly adminToken: AdminToken | undefined;
}

/**
 * Takes the data directory for this process, and starts the database in it. Token and key are made once and kept there.
 * @throws DataDirectoryInUseError, EmbeddedDatabaseError
 */
export async function startEmbeddedMode(
  settings: ReadSettings,
  callbacks: Omit<EmbeddedDatabaseOptions, 'dataDirectory'>,
): Promise<EmbeddedMode> {
  const { dataDirectory } = settings;
  const lock = await DataDirectoryLock.take(dataDirectory);
  process.once('exit', () => lock.release());
  const adminToken = settings.adminToken ? undefined : await keptAdminToken(dataDirectory);
  const secretKeys = settings.secretKeys ?? (await keptSecretKeys(dataDirectory));
  const database = await EmbeddedDatabase.start({ dataDirectory, ...callbacks });
  return {
    settings: {
      ...settings,
      databaseUrl: database.url,
      adminToken: settings.adminToken ?? adminToken!.text,
      secretKeys,
    },
    database,
    adminToken,
  };
}

async function keptAdminToken(dataDirectory: string): Promise<AdminToken> {
  const file = join(dataDirectory, 'admin-token');
  return { file, ...(await keptSecret(file, () => `dba_${randomBytes(24).toString('hex')}`)) };
}

async function keptSecretKeys(dataDirectory: string): Promise<Settings['secretKeys']> {
  const file = join(dataDirectory, 'secret-key');
  const { text } = await keptSecret(file, () => `embedded:${randomBytes(32).toString('base64')}`);
  return parseKeyRing(text);
}
