import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { EmbeddedDatabaseError } from './embedded-database-error.js';

const run = promisify(execFile);

/** As whom the server runs; undefined: as we do. */
export type Account = { readonly uid: number; readonly gid: number } | undefined;

/** PostgreSQL refuses to run as root. In this order, whoever is there. */
const accountNames = ['postgres', 'nobody'];

/** Root gives the server to whom its data belongs, or else to the first known account. Anybody else runs it themselves. */
export async function serverAccount(directory: string): Promise<Account> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(directory).catch(() => undefined);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of accountNames) {
    const account = await lookUp(name);
    if (account) return account;
  }
  throw new EmbeddedDatabaseError(
    `PostgreSQL does not run as root, and this machine has none of the accounts ${accountNames.join(', ')}: start Doorbell as another user.`,
  );
}

async function lookUp(name: string): Promise<Account> {
  try {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (option) => Number((await run('id', [option, name])).stdout.trim())),
    );
    return uid && gid ? { uid, gid } : undefined;
  } catch {
    return undefined;
  }
}
