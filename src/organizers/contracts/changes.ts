import type { AuditEntry } from './audit-trail.port.js';

/** `{field: [old, new]}` of the fields that differ; what was not there, or is no more, is null. */
export function changesBetween(before: object, after: object): AuditEntry['changes'] {
  const olds = new Map<string, unknown>(Object.entries(before));
  const news = new Map<string, unknown>(Object.entries(after));
  const changes: Record<string, readonly [unknown, unknown]> = {};
  for (const name of new Set([...olds.keys(), ...news.keys()])) {
    const [old, fresh] = [olds.get(name) ?? null, news.get(name) ?? null];
    if (JSON.stringify(old) !== JSON.stringify(fresh)) changes[name] = [old, fresh];
  }
  return changes;
}
