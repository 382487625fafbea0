const dayMs = 86_400_000;
const growth = 3;

/** From `from` inclusive to `until` exclusive. */
export interface TimeRange {
  readonly from: Date;
  readonly until: Date;
}

/**
 * The range in parts, newest first: a day, the three before it, the nine before those. Whoever looks for the newest rows
 * stops when there are enough. A statement over a day or two is planned in 0.3 ms, where one over all days of the log
 * takes 3 ms, however little it reads.
 */
export function* newestFirst({ from, until }: TimeRange): Iterable<TimeRange> {
  let end = until.getTime();
  for (let length = dayMs; end > from.getTime(); length *= growth) {
    const begin = Math.max(from.getTime(), end - length);
    yield { from: new Date(begin), until: new Date(end) };
    end = begin;
  }
}
