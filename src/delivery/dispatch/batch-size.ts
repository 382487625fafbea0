/** Deliveries of one job (docs/adr/0002: a job each is ten times slower). */
export const deliveriesPerJob = 50;

/** Deliveries queued at most, in each lane; the rest waits in PostgreSQL, where turns are fair. */
export const queuedAtMost = 20_000;
