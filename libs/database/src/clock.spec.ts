import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { DatabaseClock } from './clock.js';

const base = Date.UTC(2026, 0, 1);
const halfWayMs = 20;

/** A server whose clock is so much off, and whose answer takes a while. */
class Server {
  offMs = 0;

  readonly query = async <Rows>(): Promise<Rows> => {
    await sleep(halfWayMs);
    const now = new Date(base + performance.now() + this.offMs);
    await sleep(halfWayMs);
    return [{ now }] as Rows;
  };
}

async function synchronise(clock: DatabaseClock): Promise<number> {
  await clock.start();
  clock.stop();
  return clock.now().getTime() - (base + performance.now());
}

describe('DatabaseClock', () => {
  it("tells the server's time, whatever the time is here", async () => {
    expect(Math.abs(await synchronise(new DatabaseClock(new Server())))).toBeLessThan(2 * halfWayMs + 20);
  });

  it('does not step back for what a slow answer may be off by, and follows the server when it is off by more', async () => {
    const server = new Server();
    const clock = new DatabaseClock(server);
    await synchronise(clock);
    const steady = await synchronise(clock);
    server.offMs = steady - halfWayMs / 2;
    expect(Math.abs((await synchronise(clock)) - steady)).toBeLessThanOrEqual(2);
    server.offMs = -60_000;
    expect(await synchronise(clock)).toBeLessThan(-59_000);
  });
});
