/** Where there are more than are counted, a plus says so. */
export const countText = (count: number, mostCounted: number): string =>
  count < mostCounted ? String(count) : `${mostCounted}+`;
