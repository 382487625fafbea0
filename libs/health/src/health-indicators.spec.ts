import { describe, expect, it } from 'vitest';
import { HealthIndicators, type HealthState, worst } from './health-indicators.js';
import { RecentFailures } from './recent-failures.js';

const indicatorOf = (state: HealthState) => ({ name: state, check: () => state });

describe('Health', () => {
  it('is the worst of what its indicators say, and ok without any', async () => {
    expect(worst([])).toBe('ok');
    const indicators = new HealthIndicators();
    indicators.add(indicatorOf('ok'));
    indicators.add(indicatorOf('degraded'));
    expect(await indicators.state()).toBe('degraded');
  });

  it('is down when an indicator rejects', async () => {
    const indicators = new HealthIndicators();
    indicators.add({ name: 'broken', check: async () => Promise.reject(new Error('broken')) });
    expect(await indicators.state()).toBe('down');
  });

  it('asks its indicators once for many callers', async () => {
    let asked = 0;
    const indicators = new HealthIndicators();
    indicators.add({
      name: 'counted',
      check: () => {
        asked += 1;
        return 'ok';
      },
    });
    await Promise.all([indicators.state(), indicators.state(), indicators.state()]);
    expect(asked).toBe(1);
  });

  it('is degraded for five minutes after a failure', () => {
    let now = 0;
    const failures = new RecentFailures('emit', () => now);
    expect(failures.check()).toBe('ok');
    failures.note();
    now += 299_999;
    expect(failures.check()).toBe('degraded');
    now += 1;
    expect(failures.check()).toBe('ok');
  });
});
