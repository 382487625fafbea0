import { execFile } from 'node:child_process';
import { chown, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { randomUUID } from 'node:crypto';
import type { Account } from './account.js';
import { EmbeddedDatabaseError } from './embedded-database-error.js';
import type { Programs } from './programs.js';

const run = promisify(execFile);

/** The one role of the cluster. */
export const superuser = 'doorbell';
export const databaseName = 'doorbell';

/** Where and as whom the server works. */
export interface Place {
  readonly directory: string;
  readonly account: Account;
}

/**
 * How the server is told its data directory. Its own user may be unable to enter the folders above it (/root, or our
 * own of mode 0700), so on Linux root enters for it, and the server only ever speaks of where it stands.
 */
export const pathForServer = ({ directory, account }: Place): string =>
  account && process.platform === 'linux' ? '/proc/self/cwd' : directory;

/** Nothing of ours: settings such as PGDATA or LC_ALL would change the server, and secrets are none of its business. */
export const serverEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  LC_ALL: 'C',
  TZ: 'UTC',
});

/** Makes the cluster if it is not there yet. A crash on the way leaves nothing that looks like one. */
export async function ensureCluster(
  place: Place,
  programs: Programs,
  password: string,
  onProgress: (sentence: string) => void,
): Promise<void> {
  const { directory } = place;
  const version = await readFile(join(directory, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (version !== undefined) {
    refuseOtherVersion(directory, version.trim(), programs.majorVersion);
    return;
  }
  await removeLeftovers(directory);
  onProgress('Preparing the embedded database (once, a few seconds) …');
  const unfinished = `${directory}.new-${randomUUID()}`;
  await mkdir(unfinished, { mode: 0o700 });
  if (place.account) await chown(unfinished, place.account.uid, place.account.gid);
  await initialise({ ...place, directory: unfinished }, programs, password);
  try {
    await rename(unfinished, directory);
  } catch (cause) {
    throw new EmbeddedDatabaseError(
      `${directory} is there, but is no database of PostgreSQL: move it away, or set DOORBELL_DATA_DIR.`,
      { cause },
    );
  }
}

function refuseOtherVersion(directory: string, found: string, needed: string): void {
  if (found === needed) return;
  throw new EmbeddedDatabaseError(
    `${directory} was made by PostgreSQL ${found}, and this Doorbell brings PostgreSQL ${needed}: see "Upgrading" in docs/operations.md.`,
  );
}

/** What an initdb that was killed has left. Should one still run, it fails by this. */
async function removeLeftovers(directory: string): Promise<void> {
  const parent = dirname(directory);
  const leftovers = (await readdir(parent)).filter((name) => name.startsWith(`${basename(directory)}.new-`));
  for (const name of leftovers) {
    await rm(join(parent, name), { recursive: true, force: true, maxRetries: 3 });
  }
}

async function initialise(place: Place, programs: Programs, password: string): Promise<void> {
  const { directory, account } = place;
  const passwordDirectory = await mkdtemp(join(tmpdir(), 'doorbell-'));
  try {
    const passwordFile = join(passwordDirectory, 'password');
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (account) {
      await chown(passwordFile, account.uid, account.gid);
      await chown(passwordDirectory, account.uid, account.gid);
    }
    const data = pathForServer(place);
    await run(
      programs.initdb,
      // PostgreSQL's own C.UTF-8 sorts by code point on every machine, whatever locales that has.
      [`--pgdata=${data}`, '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'].concat([
        '--encoding=UTF8',
        '--auth=scram-sha-256',
        `--username=${superuser}`,
        `--pwfile=${passwordFile}`,
      ]),
      { ...account, cwd: directory, env: serverEnvironment() },
    );
  } catch (cause) {
    await rm(directory, { recursive: true, force: true });
    const { stderr, message } = cause as { stderr?: string; message: string };
    throw new EmbeddedDatabaseError(
      `The embedded database could not be made in ${dirname(directory)}: ${stderr?.trim() || message}`,
      { cause },
    );
  } finally {
    await rm(passwordDirectory, { recursive: true, force: true });
  }
}
