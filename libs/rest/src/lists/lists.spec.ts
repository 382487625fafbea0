import { describe, expect, it } from 'vitest';
import { CursorRequest, PageRequest, ValidationFailed } from '../index.js';
import { InvalidCursor } from './cursor.js';
import { InvalidPage } from './page.js';

const base = 'https://doorbell.example';
const page = (query: Record<string, string>): PageRequest =>
  new PageRequest(base, `/api/v1/things/?${new URLSearchParams(query).toString()}`, query);
const cursor = (query: Record<string, string>): CursorRequest =>
  new CursorRequest(base, `/api/v1/calls/?${new URLSearchParams(query).toString()}`, query);

describe('PageRequest', () => {
  it('links absolutely, and keeps the other parameters', () => {
    expect(page({ page: '2', page_size: '10', enabled: 'true' }).answer(25, ['x'])).toEqual({
      count: 25,
      next: `${base}/api/v1/things/?page=3&page_size=10&enabled=true`,
      previous: `${base}/api/v1/things/?page_size=10&enabled=true`,
      results: ['x'],
    });
    expect(page({}).answer(1, ['x'])).toMatchObject({ next: null, previous: null });
  });

  it.each([
    ['10', 10],
    ['50', 50],
    ['51', 50],
    ['0', 50],
    ['-1', 50],
    ['many', 50],
  ])('takes page_size %s as %i', (page_size, limit) => {
    expect(page({ page_size }).limit).toBe(limit);
  });

  it.each(['0', '-1', 'x', '', '1.5'])('refuses page %j', (number) => {
    expect(() => page({ page: number })).toThrow(InvalidPage);
  });

  it('has one empty page, and none past the end', () => {
    expect(page({}).answer(0, []).results).toEqual([]);
    expect(() => page({ page: '2' }).answer(50, [])).toThrow(InvalidPage);
    expect(page({ page: '2' }).answer(51, ['x']).next).toBeNull();
  });
});

const row = (id: number): { time: Date; id: number } => ({ time: new Date(1_000_000 + id), id });

describe('CursorRequest', () => {
  it('goes on after the last row shown', () => {
    const first = cursor({ page_size: '2', success: 'false' });
    const { next, results } = first.answer(
      [row(3), row(2), row(1)],
      ({ id }) => id,
      (each) => each,
    );
    expect(results).toEqual([3, 2]);
    const parameters = Object.fromEntries(new URL(next!).searchParams);
    expect(parameters).toMatchObject({ page_size: '2', success: 'false' });
    expect(cursor(parameters).after).toEqual(row(2));
  });

  it('ends where no row follows', () => {
    expect(
      cursor({ page_size: '2' }).answer(
        [row(2), row(1)],
        ({ id }) => id,
        (each) => each,
      ).next,
    ).toBeNull();
  });

  it('refuses numbered pages, and cursors it did not give', () => {
    expect(() => cursor({ page: '1' })).toThrow(ValidationFailed);
    expect(() => cursor({ cursor: 'nonsense' })).toThrow(InvalidCursor);
    // The last two are times that JavaScript has and PostgreSQL has not, or no list.
    for (const text of ['1.99999999999999999', '-8000000000000000.1', '8000000000000000.1']) {
      expect(() => cursor({ cursor: Buffer.from(text).toString('base64url') })).toThrow(InvalidCursor);
    }
  });
});
