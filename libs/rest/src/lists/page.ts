import { ApiError } from '../errors/api-error.js';
import { linkTo } from './links.js';

export interface PageAnswer<Item> {
  readonly count: number;
  readonly next: string | null;
  readonly previous: string | null;
  readonly results: readonly Item[];
}

const defaultSize = 50;
const mostItems = 50;

/** More is capped at 50, rubbish falls back to 50, as in pretix. */
export function pageSizeOf(text: string | undefined): number {
  const size = /^\d{1,9}$/.test(text ?? '') ? Number(text) : 0;
  return size === 0 ? defaultSize : Math.min(size, mostItems);
}

export class InvalidPage extends ApiError {
  override readonly name = 'InvalidPage';
  constructor() {
    super('invalid_page', 404, { detail: 'Invalid page.' });
  }
}

/** One page of a list with a count. */
export class PageRequest {
  readonly limit: number;
  private readonly number: number;

  /** @throws InvalidPage when `page` is no number from 1. */
  constructor(
    private readonly baseUrl: string,
    private readonly originalUrl: string,
    query: Readonly<Record<string, string | undefined>>,
  ) {
    this.limit = pageSizeOf(query['page_size']);
    const page = query['page'] ?? '1';
    if (!/^\d{1,9}$/.test(page) || Number(page) < 1) throw new InvalidPage();
    this.number = Number(page);
  }

  get offset(): number {
    return (this.number - 1) * this.limit;
  }

  /** @param count of all items @throws InvalidPage when this page begins past the end */
  answer<Item>(count: number, results: readonly Item[]): PageAnswer<Item> {
    if (this.number > 1 && this.offset >= count) throw new InvalidPage();
    return {
      count,
      next: this.offset + this.limit < count ? this.link(this.number + 1) : null,
      previous: this.number > 1 ? this.link(this.number - 1) : null,
      results,
    };
  }

  private link(page: number): string {
    return linkTo(this.baseUrl, this.originalUrl, { page: page === 1 ? undefined : String(page) });
  }
}
