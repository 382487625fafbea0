import type { CursorKey } from '@app/rest';

/**
 * The first `limit` of several lists that are each newest first by (time, id), as one list in that order. Where each
 * list holds its own first `limit`, nothing is missing from the whole's.
 */
export function mergeNewest<Item>(
  lists: readonly (readonly Item[])[],
  keyOf: (item: Item) => CursorKey,
  limit: number,
): readonly Item[] {
  const keyed = lists.flat().map((item) => ({ item, key: keyOf(item) }));
  keyed.sort(({ key: a }, { key: b }) => b.time.getTime() - a.time.getTime() || b.id - a.id);
  return keyed.slice(0, limit).map(({ item }) => item);
}
