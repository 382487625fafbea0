import { DataDirectoryInUseError, EmbeddedDatabaseError } from '@app/embedded-postgres';
import { SettingsError, settingsExitCode } from '../config/read-settings.js';

export interface StartFault {
  /** For the person who started Doorbell: what is wrong and what to do. */
  readonly text: string;
  readonly exitCode: number;
}

/** Sentences for what people can put right; the stack of everything else. */
export function startFault(error: unknown): StartFault {
  if (error instanceof SettingsError) return { text: error.message, exitCode: settingsExitCode };
  if (error instanceof DataDirectoryInUseError || error instanceof EmbeddedDatabaseError) {
    return { text: error.message, exitCode: 1 };
  }
  const sentence = systemSentence(error as NodeJS.ErrnoException & Partial<Address>);
  return { text: sentence ?? (error as Error).stack ?? String(error), exitCode: 1 };
}

interface Address {
  readonly address: string;
  readonly port: number;
}

function systemSentence({
  code,
  syscall,
  path,
  address,
  port,
  message,
}: NodeJS.ErrnoException & Partial<Address>): string | undefined {
  if (syscall === 'listen') return listenSentence(code, `${address}:${port}`);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return `Doorbell may not use ${path ?? 'its data directory'} (${code}): give it to this user, or set DOORBELL_DATA_DIR to another folder.`;
  }
  if (
    syscall === 'connect' ||
    syscall === 'getaddrinfo' ||
    /password authentication|does not exist/.test(message)
  ) {
    return `The database of DATABASE_URL cannot be used: ${message || code}.`;
  }
  return undefined;
}

function listenSentence(code: string | undefined, place: string): string {
  if (code === 'EADDRINUSE')
    return `Somebody already listens on ${place}: stop that, or set PORT to another port.`;
  return `Doorbell cannot listen on ${place} (${code}): set HOST and PORT to what this machine has.`;
}
