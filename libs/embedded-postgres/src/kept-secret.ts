import { open, readFile, rename } from 'node:fs/promises';

export interface KeptSecret {
  readonly text: string;
  /** Whether this call made it. */
  readonly isNew: boolean;
}

/**
 * The secret in the file, made once and readable by its owner alone. A crash leaves a whole file or none.
 * Only who holds the lock of the folder may call it.
 */
export async function keptSecret(file: string, make: () => string): Promise<KeptSecret> {
  const kept = await readIfThere(file);
  if (kept) return { text: kept, isNew: false };
  const text = make();
  const unfinished = `${file}.new`;
  const handle = await open(unfinished, 'w', 0o600);
  try {
    await handle.writeFile(`${text}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(unfinished, file);
  return { text, isNew: true };
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
