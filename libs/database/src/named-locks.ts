import type { EntityManager } from 'typeorm';

/** Waits until nobody holds or shares the lock of this name; it is held until `manager`'s transaction ends. */
export async function holdLock(name: string, manager: EntityManager): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
}

/** Waits until nobody holds the lock of this name; any number share it, each until its own transaction ends. */
export async function shareLock(name: string, manager: EntityManager): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))', [name]);
}

/** Holds the lock as `holdLock` does, but waits for nobody: false, and not held, when somebody else is there. */
export async function tryLock(name: string, manager: EntityManager): Promise<boolean> {
  const [lock] = await manager.query<{ held: boolean }[]>(
    'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS held',
    [name],
  );
  return lock!.held;
}
