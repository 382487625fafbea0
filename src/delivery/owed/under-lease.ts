/**
 * WHERE: rows of `owed`, as `o`, that are still under the lease they were given with: `given` has the columns `id` and
 * `lease_id`, `ids` is the parameter that its ids come from. They are found by a walk through the key, and where PostgreSQL
 * thinks that owed is all but empty, as it mostly is, by reading it once: it sees no key to join by in the sum, or it would
 * hold each row against each id. 1 to 3 ms for 500 of 20,000, where a join by the ids alone took 15; 68 to end 400 of 800.
 */
export const underLease = (ids: string, given: string): string =>
  `o.id = ANY (${ids}::bigint[]) AND o.id + 0 = ${given}.id AND o.lease_id = ${given}.lease_id`;
