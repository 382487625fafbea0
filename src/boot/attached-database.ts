import { EmbeddedDatabaseError, runningDatabaseUrl } from '@app/embedded-postgres';
import type { ReadSettings } from '../config/read-settings.js';

/**
 * The database of a Doorbell that may well be running, for a command beside it; nothing is started.
 * @throws EmbeddedDatabaseError when it is embedded, and nobody runs it.
 */
export async function attachedDatabaseUrl({ databaseUrl, dataDirectory }: ReadSettings): Promise<string> {
  const url = databaseUrl ?? (await runningDatabaseUrl(dataDirectory));
  if (url !== undefined) return url;
  throw new EmbeddedDatabaseError(
    `No Doorbell runs on ${dataDirectory}, and its database only runs with it: start Doorbell there and ask again, or set DATABASE_URL or DOORBELL_DATA_DIR.`,
  );
}
