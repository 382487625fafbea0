import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';

/** Starts a server; it does not outlive this process. DOORBELL_TEST_SERVER_LOG=1 shows what it says. */
export function startProcess(
  program: string,
  parameters: readonly string[],
  options: SpawnOptions = {},
): ChildProcess {
  const stdio = process.env['DOORBELL_TEST_SERVER_LOG'] ? 'inherit' : 'ignore';
  const child = spawn(program, parameters, { stdio, ...options });
  // A run starts more than Node expects.
  process.setMaxListeners(0);
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  // Whoever waits for the server to answer says that it does not.
  child.once('error', () => process.off('exit', kill));
  return child;
}

/** Sends `signal` and resolves once the process has ended. */
export async function stopProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await exited;
}
