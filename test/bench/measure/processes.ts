import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts CPU time for its users in hundredths of a second, whatever the kernel's own tick. */
const ticksPerSecond = 100;
/** Of what follows the command's name in /proc/PID/stat. */
const field = { parent: 1, user: 11, system: 12, childrenUser: 13, childrenSystem: 14 } as const;

/** CPU seconds one process has used; 0 once it is gone. */
export function cpuSeconds(pid: number): number {
  const fields = statOf(pid);
  return fields ? seconds(fields, [field.user, field.system]) : 0;
}

/** CPU seconds of a process with its children, those that have ended included (a backend that closed). */
export function familyCpuSeconds(pid: number): number {
  const fields = statOf(pid);
  if (!fields) return 0;
  const own = seconds(fields, [field.user, field.system, field.childrenUser, field.childrenSystem]);
  return own + childrenOf(pid).reduce((sum, child) => sum + cpuSeconds(child), 0);
}

/** Resident bytes of a process. */
export function residentBytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readProc(`${pid}/status`) ?? '')?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

function childrenOf(pid: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((child) => Number(statOf(child)?.[field.parent]) === pid);
}

const seconds = (fields: readonly string[], of: readonly number[]): number =>
  of.reduce((sum, index) => sum + Number(fields[index]), 0) / ticksPerSecond;

/** The fields after the name, which may hold spaces and brackets itself. */
function statOf(pid: number): readonly string[] | undefined {
  const text = readProc(`${pid}/stat`);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ');
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    return undefined;
  }
}
