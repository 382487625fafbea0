import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Environment } from './doorbell.js';

const entry = fileURLToPath(new URL('../../../dist/src/ledger.js', import.meta.url));

/** The part of `npm run ledger` that a run asks for. */
export interface LedgerBalance {
  readonly deliveries: number;
  readonly unaccounted: number;
}

/** Of all that was recorded in the last day. @throws what the command says when it cannot look */
export async function readLedger(environment: Environment): Promise<LedgerBalance> {
  const child = spawn(process.execPath, [entry, '--since', '24h', '--json'], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [said, wrong] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (said === '') throw new Error(`npm run ledger: ${wrong}`);
  return JSON.parse(said) as LedgerBalance;
}
