import { randomUUID } from 'node:crypto';
import { truncateSync } from 'node:fs';
import { link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { birthOf } from './processes.js';

/** Somebody else works in this folder. The message names the process. */
export class DataDirectoryInUseError extends Error {
  readonly code = 'data_directory_in_use';
  override readonly name = 'DataDirectoryInUseError';
  constructor(
    readonly directory: string,
    readonly pid: number,
  ) {
    super(
      `Doorbell already runs on ${directory} (process ${pid}). Stop it first, or set DOORBELL_DATA_DIR to another folder.`,
    );
  }
}

interface Holder {
  readonly pid: number;
  readonly birth: string;
}

const mostAttempts = 50;
const lockName = /^doorbell\.lock\.(\d+)$/;

/**
 * Makes sure that one process at a time works in a folder. The lock of a process that is gone counts for nothing.
 *
 * Who removes a stale lock may remove the one that somebody else has taken meanwhile (tried). So nobody removes one:
 * locks are numbered, the highest counts, and a taker makes the next number, which a hard link does for one only.
 */
export class DataDirectoryLock {
  private constructor(private readonly file: string) {}

  /** Makes the folder where it is missing, for its owner alone. @throws DataDirectoryInUseError */
  static async take(directory: string): Promise<DataDirectoryLock> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const mine = join(directory, `doorbell.lock-${randomUUID()}`);
    const holder: Holder = { pid: process.pid, birth: (await birthOf(process.pid)) ?? '' };
    // Readable for everybody: root may work in the folder of a user, who must see that.
    await writeFile(mine, JSON.stringify(holder), { mode: 0o644, flag: 'wx' });
    try {
      for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
        const highest = await highestNumber(directory);
        await refuseIfHeld(directory, highest);
        const file = lockFile(directory, highest + 1);
        if (!(await isLinked(mine, file))) continue;
        if ((await highestNumber(directory)) > highest + 1) {
          await rm(file);
          continue;
        }
        await rm(lockFile(directory, highest - 1), { force: true });
        return new DataDirectoryLock(file);
      }
      throw new Error(`The lock of ${directory} could not be taken.`);
    } finally {
      await rm(mine, { force: true });
    }
  }

  /** Synchronous, so that it can be the last thing a process does. The number stays taken. */
  release(): void {
    truncateSync(this.file);
  }
}

const lockFile = (directory: string, number: number): string => join(directory, `doorbell.lock.${number}`);

async function highestNumber(directory: string): Promise<number> {
  const names = await readdir(directory);
  return Math.max(0, ...names.map((name) => Number(lockName.exec(name)?.[1] ?? 0)));
}

async function refuseIfHeld(directory: string, number: number): Promise<void> {
  const holder = await readHolder(lockFile(directory, number));
  if (!holder?.birth || (await birthOf(holder.pid)) !== holder.birth) return;
  throw new DataDirectoryInUseError(directory, holder.pid);
}

/** A hard link is made or refused in one step, and the file behind it is already whole. */
async function isLinked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** @throws when it may not be read: then nobody can say that it is stale. */
async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Holder;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
