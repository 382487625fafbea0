import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { PortFilter, portRange, usuallyBlockedPorts } from './port-filter.js';

/** undici's list for fetch, which is the standard's. */
const { badPorts } = createRequire(import.meta.url)('undici/lib/web/fetch/constants.js') as {
  readonly badPorts: readonly string[];
};

describe('PortFilter', () => {
  const usual = new PortFilter(usuallyBlockedPorts);

  it('blocks what browsers block', () => {
    expect(badPorts.length).toBeGreaterThan(75);
    expect(badPorts.filter((port) => !usual.isForbidden(Number(port)))).toEqual([]);
  });

  it.each([22, 25, 445, 1433, 3306, 3389, 5432, 5672, 6379, 11_211, 27_017])('blocks %d', (port) => {
    expect(usual.isForbidden(port)).toBe(true);
  });

  it.each([80, 81, 443, 591, 1024, 2096, 3000, 4443, 5000, 8000, 8080, 8443, 9000, 9443, 10_443, 50_000])(
    'lets %d pass',
    (port) => {
      expect(usual.isForbidden(port)).toBe(false);
    },
  );

  it('reads ports and ranges', () => {
    expect(portRange('25')).toEqual([25, 25]);
    expect(portRange('6000-6063')).toEqual([6000, 6063]);
    for (const text of ['', '0', '65536', '6063-6000', '1-', '-1', '1 - 2', '0x19', '25-30-35']) {
      expect([text, portRange(text)]).toEqual([text, undefined]);
    }
    expect(() => new PortFilter(['x'])).toThrow(RangeError);
  });
});
