import { hourMs } from '../statistics/call-hours.repository.js';

/** When so many hours began, the present one last. */
export function lastHours(count: number, now: Date): readonly Date[] {
  const present = now.getTime() - (now.getTime() % hourMs);
  return Array.from({ length: count }, (_none, index) => new Date(present - (count - 1 - index) * hourMs));
}
