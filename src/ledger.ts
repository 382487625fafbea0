// `npm run ledger`
import { readBalance } from './boot/ledger/read-balance.js';
import { startFault } from './boot/start-fault.js';
import { readSettings } from './config/read-settings.js';
import { ArgumentFault, readArguments, usage } from './delivery/balance/balance-arguments.js';
import { toJson, toText } from './delivery/balance/balance-report.js';

const exitCodes = { unaccounted: 1, arguments: 2, unreadable: 3 } as const;

const print = (text: string): void => void process.stdout.write(`${text}\n`);

try {
  const asked = readArguments(process.argv.slice(2));
  if (asked) {
    const report = await readBalance(readSettings(process.env, ''), asked);
    print(asked.json ? toJson(report) : toText(report));
    if (report.balance.unaccounted > 0) process.exitCode = exitCodes.unaccounted;
  } else {
    print(usage);
  }
} catch (error) {
  const isAsked = error instanceof ArgumentFault;
  process.stderr.write(isAsked ? `${error.message}\n\n${usage}\n` : `${startFault(error).text}\n`);
  process.exitCode = isAsked ? exitCodes.arguments : exitCodes.unreadable;
}
