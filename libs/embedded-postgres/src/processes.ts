import { execFile } from 'node:child_process';
import { readFile, readlink, realpath } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const isLinux = process.platform === 'linux';

/**
 * When the process began, in words that no later process of the same id can repeat; undefined when it is gone.
 * Process ids come again, after a restart of the machine even quickly.
 */
export async function birthOf(pid: number): Promise<string | undefined> {
  if (!isLinux) return psField(pid, 'lstart');
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    const [, fields] = splitStat(await readFile(`/proc/${pid}/stat`, 'utf8'));
    return fields[0] === 'Z' ? undefined : `${boot.trim()}:${fields[startTimeField]}`;
  } catch {
    return undefined;
  }
}

/** Counted from the state, the first field behind the name (proc(5), /proc/pid/stat). */
const startTimeField = 19;

/** The name may hold blanks and brackets, so it ends at the last bracket. */
function splitStat(stat: string): readonly [name: string, fields: readonly string[]] {
  const end = stat.lastIndexOf(')');
  return [stat.slice(0, end), stat.slice(end + 2).split(' ')];
}

/** Whether the process is a PostgreSQL server on this data directory. A dead one that nobody has reaped is not. */
export async function isServerOf(pid: number, directory: string): Promise<boolean> {
  if (!isLinux) {
    const command = await psField(pid, 'command');
    return command !== undefined && command.includes('postgres') && command.includes(directory);
  }
  try {
    const [program, workingDirectory] = await Promise.all([
      readlink(`/proc/${pid}/exe`),
      readlink(`/proc/${pid}/cwd`),
    ]);
    // "postgres (deleted)" when the package was installed anew meanwhile.
    return basename(program).startsWith('postgres') && workingDirectory === (await realpath(directory));
  } catch {
    return false;
  }
}

async function psField(pid: number, field: 'lstart' | 'command'): Promise<string | undefined> {
  try {
    return (await run('ps', ['-o', `${field}=`, '-p', String(pid)])).stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}
