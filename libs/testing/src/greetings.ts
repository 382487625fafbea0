import type { Socket } from 'node:net';

interface Manner {
  /** What it does, for people. */
  readonly does: string;
  readonly greet: (socket: Socket) => void;
}

/** Fatal, 40: handshake_failure. */
const tlsAlert = Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28]);

/** What a receiver can do with a connection before any HTTP is spoken. */
export const greetings = {
  refuse: { does: 'does not listen at all', greet: () => undefined },
  silent: {
    does: 'takes the connection and says nothing, whatever is sent',
    greet: (socket) => socket.resume(),
  },
  'reset-at-once': {
    does: 'resets each connection as soon as it is there',
    greet: (socket) => socket.resetAndDestroy(),
  },
  'close-at-once': {
    does: 'closes each connection as soon as it is there',
    greet: (socket) => socket.destroy(),
  },
  'tls-alert': {
    does: 'answers whatever comes first with a TLS alert, handshake_failure',
    greet: (socket) => socket.once('data', () => socket.end(tlsAlert)),
  },
  banner: {
    does: 'greets like an SSH server, before anything was asked',
    greet: (socket) => socket.resume().write('SSH-2.0-OpenSSH_9.2\r\n'),
  },
} as const satisfies Readonly<Record<string, Manner>>;
export type Greeting = keyof typeof greetings;
