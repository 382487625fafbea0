/**
 * FROM: rows of `owed`, as `o`, as far as leases cover them, found through what these were given for, `l`. Whatever
 * PostgreSQL believes about the tables, it looks up each row by its key (OFFSET 0) and never reads all of owed.
 */
export const leasedRows = `lease_contents l CROSS JOIN LATERAL unnest(l.deliveries) AS covered (id)
  CROSS JOIN LATERAL (SELECT * FROM owed WHERE id = covered.id AND lease_id = l.lease_id OFFSET 0) o`;
