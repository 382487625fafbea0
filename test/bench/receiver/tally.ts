import { monotonicMs } from '../measure/clock.js';

const codeKey = Buffer.from('"code":"N');
const zero = 48;
const nine = 57;

/** The number in the reference field `code` ("N42"), by which the load tells its notifications apart. */
export function sequenceOf(body: Buffer): number {
  const at = body.indexOf(codeKey);
  if (at < 0) return -1;
  let sequence = 0;
  for (let index = at + codeKey.length; index < body.length; index += 1) {
    const digit = body[index]!;
    if (digit < zero || digit > nine) break;
    sequence = sequence * 10 + (digit - zero);
  }
  return sequence;
}

/** What has arrived at one path. */
export class Tally {
  total = 0;
  distinct = 0;
  firstAt = Number.POSITIVE_INFINITY;
  lastAt = 0;
  private counts = new Uint8Array(64);
  private times: Float64Array | undefined;

  constructor(keepsTimes: boolean) {
    if (keepsTimes) this.times = new Float64Array(64);
  }

  /** Whether this sequence number came for the first time. */
  add(sequence: number): boolean {
    const now = monotonicMs();
    this.total += 1;
    this.lastAt = now;
    if (this.firstAt > now) this.firstAt = now;
    if (sequence < 0) return false;
    if (sequence >= this.counts.length) this.grow(sequence);
    const earlier = this.counts[sequence]!;
    this.counts[sequence] = Math.min(earlier + 1, 255);
    if (earlier > 0) return false;
    this.distinct += 1;
    if (this.times) this.times[sequence] = now;
    return true;
  }

  /** When each sequence number came first; 0: not at all. */
  get arrivals(): Float64Array {
    return this.times ?? new Float64Array(0);
  }

  private grow(sequence: number): void {
    const length = Math.max(this.counts.length * 2, sequence + 1);
    const counts = new Uint8Array(length);
    counts.set(this.counts);
    this.counts = counts;
    if (!this.times) return;
    const times = new Float64Array(length);
    times.set(this.times);
    this.times = times;
  }
}
