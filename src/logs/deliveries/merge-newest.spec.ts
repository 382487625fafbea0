import type { CursorKey } from '@app/rest';
import { array, assert, integer, property, record, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeNewest } from './merge-newest.js';

interface Row extends CursorKey {
  readonly list: number;
}

const isAfter = (row: CursorKey, cursor: CursorKey): boolean =>
  row.time < cursor.time || (row.time.getTime() === cursor.time.getTime() && row.id < cursor.id);
const newestFirst = (rows: readonly Row[]): readonly Row[] =>
  rows.toSorted((a, b) => b.time.getTime() - a.time.getTime() || b.id - a.id);

/** What a source answers: its first `limit` rows after the cursor. */
const firstOf = (rows: readonly Row[], cursor: CursorKey | undefined, limit: number): readonly Row[] =>
  newestFirst(rows.filter((row) => !cursor || isAfter(row, cursor))).slice(0, limit);

describe('mergeNewest', () => {
  it('pages through several lists: each row comes once, newest first, whichever list it is in by then', () => {
    const row = record({ millis: integer({ min: 0, max: 5 }), id: integer({ min: 1, max: 60 }) });
    assert(
      property(
        uniqueArray(row, { selector: ({ id }) => id, maxLength: 40 }),
        integer({ min: 1, max: 7 }),
        array(integer({ min: 0, max: 2 }), { minLength: 200, maxLength: 200 }),
        (rows, size, choices) => {
          let turn = 0;
          const seen: number[] = [];
          let cursor: CursorKey | undefined;
          for (;;) {
            // Between two pages, deliveries move from what is owed to what has ended.
            const placed = rows.map(({ millis, id }) => ({
              time: new Date(millis),
              id,
              list: choices[turn++ % choices.length]!,
            }));
            const lists = [0, 1, 2].map((list) =>
              firstOf(
                placed.filter((row) => row.list === list),
                cursor,
                size + 1,
              ),
            );
            const page = mergeNewest(lists, (row) => row, size + 1);
            seen.push(...page.slice(0, size).map(({ id }) => id));
            if (page.length <= size) break;
            cursor = page[size - 1]!;
          }
          const expected = newestFirst(
            rows.map(({ millis, id }) => ({ time: new Date(millis), id, list: 0 })),
          );
          expect(seen).toEqual(expected.map(({ id }) => id));
        },
      ),
    );
  });
});
