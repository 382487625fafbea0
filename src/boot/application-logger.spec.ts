import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApplicationLogger } from './application-logger.js';

describe('ApplicationLogger', () => {
  afterEach(() => vi.restoreAllMocks());

  it('writes no row that PostgreSQL quotes, however deep in the causes of an error', () => {
    const written: string[] = [];
    const keep = (text: string | Uint8Array): boolean => written.push(String(text)) > 0;
    vi.spyOn(process.stdout, 'write').mockImplementation(keep);
    vi.spyOn(process.stderr, 'write').mockImplementation(keep);
    const quoting = Object.assign(new Error('duplicate key'), {
      detail: 'Key (name)=(planted)',
      code: '23505',
    });
    const error = new Error('not recorded', { cause: new Error('not stored', { cause: quoting }) });
    new ApplicationLogger({ level: 'info', json: true }).error({
      code: 'failed',
      message: 'It failed.',
      error,
    });
    const text = written.join('');
    expect(text).toContain('23505');
    expect(text).not.toContain('planted');
  });
});
