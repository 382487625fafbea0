import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApplicationLogger } from './application-logger.js';

function linesOf(work: () => void): readonly string[] {
  const lines: string[] = [];
  const write = (text: unknown): boolean => lines.push(String(text)) > 0;
  vi.spyOn(process.stdout, 'write').mockImplementation(write);
  vi.spyOn(process.stderr, 'write').mockImplementation(write);
  work();
  vi.restoreAllMocks();
  return lines;
}
afterEach(() => vi.restoreAllMocks());

const countAt = (level: 'warn' | 'info' | 'debug'): number => {
  const logger = new ApplicationLogger({ level, json: true });
  return linesOf(() => {
    logger.log('Mapped a route', 'RouterExplorer');
    logger.log('Hello', 'Doorbell');
    logger.debug('Details', 'Doorbell');
  }).length;
};

describe('The log', () => {
  it('has the fields of a message beside its own, a line each', () => {
    const logger = new ApplicationLogger({ level: 'info', json: true });
    const [line] = linesOf(() => logger.warn({ code: 'odd', message: 'Odd.', webhook: 7 }, 'Calls'));
    expect(JSON.parse(line!)).toMatchObject({
      level: 'warn',
      code: 'odd',
      message: 'Odd.',
      webhook: 7,
      context: 'Calls',
      pid: process.pid,
    });
    expect(line).toMatch(/^[^\n]+\n$/);
  });

  it('tells errors, without what PostgreSQL quotes in them', () => {
    const error = Object.assign(new Error('duplicate key'), {
      code: '23505',
      detail: 'Key (url)=(https://user:secret@host/) already exists.',
      query: "INSERT INTO webhooks VALUES ('secret')",
    });
    const logger = new ApplicationLogger({ level: 'info', json: true });
    const [line] = linesOf(() => logger.error({ code: 'odd', message: 'Odd.', error }, 'Calls'));
    expect(JSON.parse(line!)).toMatchObject({ error: { message: 'duplicate key', code: '23505' } });
    expect(line).not.toContain('secret');
  });

  it('is a sentence with its fields behind it for people', () => {
    const logger = new ApplicationLogger({ level: 'info', json: false });
    const error = new Error('away');
    const [line] = linesOf(() => logger.warn({ code: 'odd', message: 'Odd.', webhook: 7, error }, 'Calls'));
    expect(line).toContain('Odd. webhook=7 error=Error: away');
  });

  it("keeps to its level, and Nest's wiring to debug", () => {
    expect([countAt('warn'), countAt('info'), countAt('debug')]).toEqual([0, 1, 3]);
  });
});
