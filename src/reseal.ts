import { startFault } from './boot/start-fault.js';
import { runReseal } from './boot/reseal/run-reseal.js';
import { readSettings } from './config/read-settings.js';
import { version } from './config/version.js';

try {
  const isWhole = await runReseal(readSettings(process.env, version), (line) =>
    process.stdout.write(`${line}\n`),
  );
  process.exit(isWhole ? 0 : 1);
} catch (error) {
  const { text, exitCode } = startFault(error);
  process.stderr.write(`${text}\n`);
  process.exit(exitCode);
}
