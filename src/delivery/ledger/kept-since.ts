import { logCutoff } from '../../config/log-cutoff.js';
import type { Settings } from '../../config/settings.js';

const dayMs = 86_400_000;

/** Of what was recorded before, the log may be gone. A day more: the clocks that said when are not one. */
export function keptSince(now: Date, settings: Pick<Settings, 'logRetentionDays'>): Date {
  return new Date(logCutoff(now, settings).getTime() + dayMs);
}
