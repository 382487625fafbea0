import { randomUUID } from 'node:crypto';
import { noArrivals } from '../../src/health/reports/arrival-times.js';
import type { Doorbell } from '../setup/doorbell.js';
import type { Chance } from './chance.js';

const minuteMs = 60_000;
/** How many arrivals of a hundred lie in each class of time, from the shortest; the rest are in the longest. */
const arrivals = [0, 0, 6, 24, 51, 14, 3, 2];

/** What a busy evening puts through in its last hour. */
export async function tellTraffic(doorbell: Doorbell, chance: Chance): Promise<void> {
  const now = doorbell.clock.now().getTime();
  const processId = randomUUID();
  for (let ago = 0; ago < 60; ago += 1) {
    const recorded = Math.round((260 + 90 * Math.sin(ago / 9)) * (0.85 + 0.3 * chance.next()));
    const delivered = Math.round(recorded * (1.9 + 0.2 * chance.next()));
    await doorbell.query(
      `INSERT INTO traffic_minutes (minute, process_id, recorded, delivered, failed, arrivals)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [
        new Date(now - (now % minuteMs) - ago * minuteMs),
        processId,
        recorded,
        delivered,
        Math.round(6 * chance.next()),
        noArrivals().map((none, index) => Math.round(((arrivals[index] ?? none) * delivered) / 100)),
      ],
    );
  }
}
