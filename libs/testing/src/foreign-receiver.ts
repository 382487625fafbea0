import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './free-port.js';

export const foreignLanguages = ['php', 'python'] as const;
export type ForeignLanguage = (typeof foreignLanguages)[number];

/** A receiver that is no Node: it appends each body it is sent to a file, a line each, and answers 204. */
export interface ForeignReceiver {
  readonly url: string;
  /** The bodies that arrived, in order. */
  bodies(): Promise<readonly string[]>;
  close(): Promise<void>;
}

interface Program {
  readonly file: string;
  readonly source: string;
  readonly command: (port: number) => readonly [string, ...string[]];
}

const programs: Readonly<Record<ForeignLanguage, Program>> = {
  php: {
    file: 'receiver.php',
    source: `<?php
$body = file_get_contents('php://input');
file_put_contents('bodies.txt', $body . "\\n", FILE_APPEND);
http_response_code($_SERVER['CONTENT_TYPE'] === 'application/json' ? 204 : 400);
`,
    command: (port) => ['php', '-S', `127.0.0.1:${port}`, 'receiver.php'],
  },
  python: {
    file: 'receiver.py',
    source: `import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        with open('bodies.txt', 'ab') as file:
            file.write(body + b'\\n')
        self.send_response(204)
        self.end_headers()

HTTPServer(('127.0.0.1', int(sys.argv[1])), Receiver).serve_forever()
`,
    command: (port) => ['python3', 'receiver.py', String(port)],
  },
};

const startTimeoutMs = 10_000;

/** Starts PHP's built-in server or Python's `http.server`. @throws when the program is not installed. */
export async function startForeignReceiver(language: ForeignLanguage): Promise<ForeignReceiver> {
  const { file, source, command } = programs[language];
  const directory = await mkdtemp(join(tmpdir(), `doorbell-${language}-`));
  await writeFile(join(directory, file), source);
  const port = await freePort();
  const [program, ...parameters] = command(port);
  const child = spawn(program, parameters, { cwd: directory, stdio: 'ignore' });
  await untilListening(child, port);
  return {
    url: `http://127.0.0.1:${port}/`,
    bodies: () => linesOf(join(directory, 'bodies.txt')),
    close: async () => {
      const exited = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await exited;
      await rm(directory, { recursive: true });
    },
  };
}

async function untilListening(child: ChildProcess, port: number): Promise<void> {
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  child.once('exit', (code) => (failure ??= new Error(`${child.spawnfile} ended with ${code}.`)));
  const until = Date.now() + startTimeoutMs;
  while (!(await accepts(port))) {
    if (failure) throw failure;
    if (Date.now() > until) throw new Error(`${child.spawnfile} does not listen.`);
    await delay(50);
  }
}

async function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function linesOf(file: string): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').slice(0, -1);
}
