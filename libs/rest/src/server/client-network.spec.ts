import { describe, expect, it } from 'vitest';
import { networkOf } from './client-network.js';

describe('Where a client comes from', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff::', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
    ['nonsense\r\n', 'unknown'],
    ['', 'unknown'],
  ])('%s is %s', (address, network) => expect(networkOf(address)).toBe(network));

  it('may be a /48 of IPv6', () => {
    expect(networkOf('2001:db8:1:2:3:4:5:6', 48)).toBe('2001:db8:1::/48');
    expect(networkOf('::ffff:192.0.2.1', 48)).toBe('192.0.2.1');
  });
});
