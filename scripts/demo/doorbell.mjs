// Doorbell as a process of its own, spoken to as anybody would: over its REST API.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Resolves once it listens. `onProgress` gets what takes longer, in sentences. */
export async function startDoorbell(onProgress) {
  // Not DOORBELL_DATA_DIR: the demo deletes the webhooks it finds, and a real installation's are not its own.
  const dataDirectory = process.env.DOORBELL_DEMO_DATA_DIR ?? join(root, '.doorbell', 'demo');
  const child = spawn(process.execPath, [join(root, 'dist/src/main.js')], {
    cwd: root,
    env: { ...environment(), PORT: await wantedPort(), DOORBELL_DATA_DIR: dataDirectory },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  process.once('exit', () => child.kill('SIGTERM'));
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
  const exited = once(child, 'close').then(([code]) => ({ code, errors }));
  const url = await listening(child, exited, onProgress);
  return {
    url,
    dataDirectory,
    exited,
    adminToken: (await readFile(join(dataDirectory, 'admin-token'), 'utf8')).trim(),
    stop: async () => {
      child.kill('SIGTERM');
      return exited;
    },
  };
}

/** Only what the demo means to set: a DATABASE_URL of this shell is not the demo's to write to. */
function environment() {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, ...(TMPDIR && { TMPDIR }), DOORBELL_ALLOWED_TARGETS: '127.0.0.0/8' };
}

async function wantedPort() {
  if (process.env.PORT) return process.env.PORT;
  const usual = 3000;
  const server = createServer().listen(usual, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return '0';
  }
  server.close();
  await once(server, 'close');
  return String(usual);
}

async function listening(child, exited, onProgress) {
  const lines = createInterface(child.stdout);
  const found = new Promise((resolve) => {
    lines.on('line', (line) => {
      const { code, message, url } = JSON.parse(line);
      if (code === 'embedded_database') onProgress(message);
      if (code === 'listening') resolve(url);
    });
  });
  const url = await Promise.race([found, exited.then(() => undefined)]);
  if (!url) throw new Error((await exited).errors.trim());
  return url;
}

/** A client of the API that throws what it did not expect. */
export function apiOf(baseUrl, token) {
  return async (method, path, body) => {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: { authorization: `Token ${token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered by ${response.status}: ${text}`);
    return text && JSON.parse(text);
  };
}
