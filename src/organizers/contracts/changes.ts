import type { AuditedChanges } from './audit-trail.port.js';

/** The fields that differ. */
export function changesBetween(before: object, after: object): AuditedChanges {
  const olds = new Map<string, unknown>(Object.entries(before));
  const news = new Map<string, unknown>(Object.entries(after));
  const changes: Record<string, readonly [unknown, unknown]> = {};
  for (const name of new Set([...olds.keys(), ...news.keys()])) {
    const [old, fresh] = [olds.get(name) ?? null, news.get(name) ?? null];
    if (JSON.stringify(old) !== JSON.stringify(fresh)) changes[name] = [old, fresh];
  }
  return changes;
}
