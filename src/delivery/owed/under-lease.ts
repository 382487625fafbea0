/**
 * WHERE: rows of `owed`, as `o`, that are still under the lease they were given with: `given` has the columns `id` and
 * `lease_id`, `ids` is the parameter that its ids come from. They are found by one walk through the key, whatever PostgreSQL
 * thinks of owed: it does not see how long the array is, nor a key to join by in the sum. Where owed was all but empty when
 * it was last analysed, as it mostly is, PostgreSQL would read all of it, or hold each row against each id: 15 ms to end
 * 500 of 20,000, and 68 to end 400 of 800, in place of 1.
 */
export const underLease = (ids: string, given: string): string =>
  `o.id = ANY ((SELECT ${ids}::bigint[])::bigint[]) AND o.id + 0 = ${given}.id AND o.lease_id = ${given}.lease_id`;
