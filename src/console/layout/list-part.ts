const pageSize = 50;

/** Where in a list a page is. */
export interface ListPlace {
  /** From 1. */
  readonly page: number;
  readonly hasMore: boolean;
}

export const partOf = (page: number): { readonly offset: number; readonly limit: number } => ({
  offset: (page - 1) * pageSize,
  limit: pageSize,
});

export const placeOf = (page: number, count: number): ListPlace => ({
  page,
  hasMore: page * pageSize < count,
});
