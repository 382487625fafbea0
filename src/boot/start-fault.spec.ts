import { EmbeddedDatabaseError } from '@app/embedded-postgres';
import { describe, expect, it } from 'vitest';
import { SettingsError } from '../config/read-settings.js';
import { startFault } from './start-fault.js';

const systemError = (fields: Partial<NodeJS.ErrnoException> & { address?: string; port?: number }): Error =>
  Object.assign(new Error(fields.message ?? 'something'), fields);

describe('What is said when Doorbell cannot start', () => {
  it('is all faults of the settings, with the exit code of a configuration error', () => {
    expect(startFault(new SettingsError(['PORT must be a number.']))).toEqual({
      text: 'Doorbell cannot start with these settings:\n  - PORT must be a number.',
      exitCode: 78,
    });
  });

  it.each([
    [new EmbeddedDatabaseError('It is not installed.'), 'It is not installed.'],
    [
      systemError({ syscall: 'listen', code: 'EADDRINUSE', address: '127.0.0.1', port: 3000 }),
      'Somebody already listens on 127.0.0.1:3000: stop that, or set PORT to another port.',
    ],
    [
      systemError({ syscall: 'listen', code: 'EADDRNOTAVAIL', address: '10.9.9.9', port: 3000 }),
      'Doorbell cannot listen on 10.9.9.9:3000 (EADDRNOTAVAIL): set HOST and PORT to what this machine has.',
    ],
    [
      systemError({ syscall: 'mkdir', code: 'EACCES', path: '/data' }),
      'Doorbell may not use /data (EACCES): give it to this user, or set DOORBELL_DATA_DIR to another folder.',
    ],
    [
      systemError({
        syscall: 'getaddrinfo',
        code: 'ENOTFOUND',
        message: 'getaddrinfo ENOTFOUND db.invalid',
      }),
      'The database of DATABASE_URL cannot be used: getaddrinfo ENOTFOUND db.invalid.',
    ],
    [
      systemError({ message: 'password authentication failed for user "a"' }),
      'The database of DATABASE_URL cannot be used: password authentication failed for user "a".',
    ],
  ])('is a sentence for what people can put right: %s', (error, text) => {
    expect(startFault(error)).toEqual({ text, exitCode: 1 });
  });

  it('is the stack of what nobody foresaw', () => {
    expect(startFault(new Error('odd')).text).toContain('start-fault.spec.ts');
  });
});
