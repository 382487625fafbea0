import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataDirectoryInUseError, DataDirectoryLock } from './data-directory-lock.js';
import { birthOf } from './processes.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'doorbell lock '));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

describe('The lock of a data directory', () => {
  it('is refused, with the process that holds it, until it is released', async () => {
    const lock = await DataDirectoryLock.take(directory);
    const refusal = await DataDirectoryLock.take(directory).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(DataDirectoryInUseError);
    expect((refusal as Error).message).toContain(`(process ${process.pid})`);
    lock.release();
    for (const _ of [1, 2, 3]) (await DataDirectoryLock.take(directory)).release();
    expect(await readdir(directory)).toHaveLength(2);
  });

  it.each([
    ['whose process is gone', { pid: 2 ** 22 + 1, birth: 'long ago' }],
    ['whose process id belongs to somebody else by now', { pid: process.pid, birth: 'long ago' }],
    ['that is rubbish', 'rubbish'],
  ])('counts for nothing when it is one %s', async (_, content) => {
    await writeFile(join(directory, 'doorbell.lock.7'), JSON.stringify(content));
    (await DataDirectoryLock.take(directory)).release();
    expect(await readdir(directory)).toEqual(['doorbell.lock.7', 'doorbell.lock.8']);
  });

  it('goes to one of many that find a stale one at the same moment', async () => {
    await writeFile(join(directory, 'doorbell.lock.7'), JSON.stringify({ pid: 2 ** 22 + 1, birth: 'then' }));
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, async () => DataDirectoryLock.take(directory)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('knows a process by when it began', async () => {
    expect(await birthOf(process.pid)).toBe(await birthOf(process.pid));
    expect(await birthOf(process.ppid)).not.toBe(await birthOf(process.pid));
    expect(await birthOf(2 ** 22 + 1)).toBeUndefined();
  });
});
