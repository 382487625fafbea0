import { startFault } from './boot/start-fault.js';
import { readSettings } from './config/read-settings.js';
import { version } from './config/version.js';
import { extensions } from './extensions.js';
import { runDoorbell } from './boot/run-doorbell.js';

try {
  await runDoorbell(readSettings(process.env, version), extensions);
  process.exit(0);
} catch (error) {
  const { text, exitCode } = startFault(error);
  process.stderr.write(`${text}\n`);
  process.exit(exitCode);
}
