import { ApiError, ValidationFailed } from '../errors/api-error.js';
import { linkTo } from './links.js';
import { pageSizeOf } from './page.js';

export interface CursorAnswer<Item> {
  readonly next: string | null;
  readonly results: readonly Item[];
}

/** Where a row stands in a list that is ordered newest first by (time, id). */
export interface CursorKey {
  readonly time: Date;
  readonly id: number;
}

export class InvalidCursor extends ApiError {
  override readonly name = 'InvalidCursor';
  constructor() {
    super('invalid_cursor', 404, { detail: 'Invalid cursor' });
  }
}

/** The next stretch of a list that grows without bound: rows that come meanwhile move nothing. */
export class CursorRequest {
  readonly limit: number;
  /** Only rows after it, that is older ones; null at the beginning. */
  readonly after: CursorKey | null;

  /** @throws InvalidCursor, or ValidationFailed for `page`: such lists have no numbered pages. */
  constructor(
    private readonly baseUrl: string,
    private readonly originalUrl: string,
    query: Readonly<Record<string, string | undefined>>,
  ) {
    if (query['page'] !== undefined) throw new ValidationFailed({ page: ['Unknown field.'] });
    this.limit = pageSizeOf(query['page_size']);
    this.after = query['cursor'] === undefined ? null : decode(query['cursor']);
  }

  /** @param rows newest first, read with a limit of `limit + 1`, which tells whether more follow */
  answer<Row, Item>(
    rows: readonly Row[],
    toItem: (row: Row) => Item,
    keyOf: (row: Row) => CursorKey,
  ): CursorAnswer<Item> {
    const shown = rows.slice(0, this.limit);
    const last = shown.at(-1);
    const next =
      rows.length > this.limit && last !== undefined
        ? linkTo(this.baseUrl, this.originalUrl, { cursor: encode(keyOf(last)) })
        : null;
    return { next, results: shown.map(toItem) };
  }
}

const latestMs = Date.parse('9999-12-31T23:59:59.999Z');

function encode({ time, id }: CursorKey): string {
  return Buffer.from(`${time.getTime()}.${id}`).toString('base64url');
}

function decode(cursor: string): CursorKey {
  const match = /^(-?\d{1,16})\.(\d{1,16})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  const time = new Date(Number(match?.[1]));
  const id = Number(match?.[2]);
  // PostgreSQL has fewer years than JavaScript.
  if (!(time.getTime() >= 0 && time.getTime() <= latestMs) || !Number.isSafeInteger(id))
    throw new InvalidCursor();
  return { time, id };
}
