import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { databaseName, superuser } from './cluster.js';
import { isServerOf } from './processes.js';

/** Lines of postmaster.pid. */
const pidLine = 0;
const portLine = 3;

/**
 * Where the database of a data directory listens that another process has started; undefined while none runs.
 * @throws when the folder may not be read: it belongs to whoever runs Doorbell.
 */
export async function runningDatabaseUrl(dataDirectory: string): Promise<string | undefined> {
  const directory = join(dataDirectory, 'postgres');
  const lines = (await readIfThere(join(directory, 'postmaster.pid'))).split('\n');
  const pid = Number(lines[pidLine]);
  const port = Number(lines[portLine]);
  if (!pid || !port || !(await isServerOf(pid, directory))) return undefined;
  const password = (await readFile(join(dataDirectory, 'postgres-password'), 'utf8')).trim();
  return `postgres://${superuser}:${password}@127.0.0.1:${port}/${databaseName}`;
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
