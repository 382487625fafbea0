import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApplicationLogger } from './application-logger.js';

describe('ApplicationLogger', () => {
  afterEach(() => vi.restoreAllMocks());

  it('writes a record as one line of JSON, in order with everything else', async () => {
    let written = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      written += String(text);
      return true;
    });
    const logger = new ApplicationLogger({ level: 'info', json: true });
    logger.log({ code: 'call', message: 'Delivered.', call: 7, error: null }, 'Call');
    logger.warn({ code: 'late', message: 'It is late.' }, 'Call');
    logger.log({ code: 'failed', message: 'It failed.', error: new Error('why') }, 'Call');
    new ApplicationLogger({ level: 'warn', json: true }).log({ code: 'call', message: 'Hidden.' }, 'Call');
    await new Promise((resolve) => setImmediate(resolve));
    const records = written
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const framed = { pid: process.pid, timestamp: expect.any(Number) as number, context: 'Call' };
    expect(records).toEqual([
      { code: 'call', message: 'Delivered.', call: 7, error: null, level: 'log', ...framed },
      { code: 'late', message: 'It is late.', level: 'warn', ...framed },
      {
        code: 'failed',
        message: 'It failed.',
        error: expect.objectContaining({ message: 'why' }) as object,
        level: 'log',
        ...framed,
      },
    ]);
  });

  it.each([true, false])('writes one line, whatever is in a message or a field (JSON: %s)', (json) => {
    let written = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      written += String(text);
      return true;
    });
    const error = new Error('refused\r\n[Doorbell] LOG forged');
    const hostile = { code: 'x', message: 'a\nb', action: 'c\r\nd\u2028\u001b[2J', error };
    new ApplicationLogger({ level: 'info', json }).warn(hostile, 'Call');
    expect(written.trimEnd().split('\n')).toHaveLength(1);
    expect(written).toContain('forged');
    expect(written).not.toContain('\u001b[2J');
    expect(written).toContain(
      json ? '"message":"a\\nb"' : String.raw`a\u000ab action=c\u000d\u000ad\u2028\u001b[2J`,
    );
  });

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
