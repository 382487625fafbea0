/**
 * FROM: rows of `owed`, as `o`, as far as leases cover them, found through what these were given for, `l`: one walk through
 * the key for each lease (OFFSET 0). Not to be prepared: planned while owed was empty, it reads all of owed each time.
 */
export const leasedRows = `lease_contents l
  CROSS JOIN LATERAL (SELECT * FROM owed WHERE id = ANY (l.deliveries) AND lease_id = l.lease_id OFFSET 0) o`;
