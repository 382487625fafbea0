/**
 * Stands as a condition, always true, in the WHERE of a statement that writes and is a transaction of its own: it is
 * committed without waiting for the disk. Should PostgreSQL crash within about a second, it may turn out not to have
 * happened. So it is for what somebody finds out and does again, as leases are taken and given back, and never inside of a
 * transaction that has anything else to keep.
 */
export const committedLazily = `(SELECT set_config('synchronous_commit', 'off', true)) IS NOT NULL`;
