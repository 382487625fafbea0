import type { Settings } from './settings.js';

const dayMs = 86_400_000;

/** The moment before which nothing of the log is shown, and from when on it goes. */
export function logCutoff(now: Date, { logRetentionDays }: Pick<Settings, 'logRetentionDays'>): Date {
  return new Date(now.getTime() - logRetentionDays * dayMs);
}
