import { fileURLToPath } from 'node:url';
import { type Environment, ServerProcess } from './doorbell.js';

const programs = {
  bare: '../bare/main.ts',
  emptyRoute: '../references/empty-route.ts',
  obvious: '../obvious/main.ts',
} as const;

const mainOf = (name: keyof typeof programs): string =>
  fileURLToPath(new URL(programs[name], import.meta.url));

/** Starts one of the programs that Doorbell is held against. */
export async function startOther(
  name: keyof typeof programs,
  environment: Environment = {},
): Promise<ServerProcess> {
  const settings = { NODE_ENV: 'production', HOST: '127.0.0.1', ...environment };
  return ServerProcess.start(['--import', import.meta.resolve('tsx'), mainOf(name)], settings, '/');
}
