import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const entry = `${root}dist/src/main.js`;

/** Builds where the sources are newer than what was built from them. An installation without sources is as it is. */
export function buildIfNeeded() {
  if (!existsSync(`${root}src/main.ts`)) return;
  const builtAt = existsSync(entry) ? statSync(entry).mtimeMs : 0;
  const inputs = ['src', 'libs', 'package.json', 'package-lock.json', 'tsconfig.json'];
  if (inputs.every((input) => newestIn(`${root}${input}`) < builtAt)) return;
  process.stderr.write('Building (once, about ten seconds) …\n');
  const nest = `${root}node_modules/@nestjs/cli/bin/nest.js`;
  const { status } = spawnSync(process.execPath, [nest, 'build'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(status ?? 1);
}

function newestIn(path) {
  const self = statSync(path);
  if (!self.isDirectory()) return self.mtimeMs;
  return Math.max(self.mtimeMs, ...readdirSync(path).map((name) => newestIn(`${path}/${name}`)));
}
