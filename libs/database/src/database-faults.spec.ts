import { describe, expect, it } from 'vitest';
import { isDatabaseAway } from './database-faults.js';

const withCode = (code: string): Error => Object.assign(new Error('in PostgreSQL’s words'), { code });

describe('A database that is away for now', () => {
  it.each([
    ['cannot be reached', 'ECONNREFUSED'],
    ['is shutting down', '57P01'],
    ['is starting', '57P03'],
    ['has too many connections', '53300'],
    ['has no disk left', '53100'],
    ['does not let us in', '28000'],
    ['has another password now', '28P01'],
    ['is gone by its name', '3D000'],
    ['takes no connections', '55000'],
    ['ended a transaction that was idle', '25P03'],
    ['is a standby', '25006'],
  ])('%s (%s)', (_why, code) => {
    expect(isDatabaseAway(withCode(code))).toBe(true);
    expect(isDatabaseAway(new Error('a query failed', { cause: withCode(code) }))).toBe(true);
  });

  it.each(['23505', '22P02', '40P01', '25P02', '42P01', ''])('is not what says %j', (code) => {
    expect(isDatabaseAway(withCode(code))).toBe(false);
  });
});
