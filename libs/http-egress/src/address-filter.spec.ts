import { describe, expect, it } from 'vitest';
import { AddressFilter } from './address-filter.js';

describe('AddressFilter', () => {
  const filter = new AddressFilter([]);

  it.each([
    '127.0.0.1',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '240.0.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '::',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd12::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    '2001::1',
    '2001:db8::1',
    '64:ff9b:1:a9fe:a9:fe00:808:808',
    '168.63.129.16',
    '::ffff:168.63.129.16',
  ])('forbids %s', (address) => {
    expect(filter.isForbidden(address)).toBe(true);
  });

  it.each(['93.184.216.34', '8.8.8.8', '2606:4700::1', '::ffff:8.8.8.8', '64:ff9b::808:808'])(
    'lets %s pass',
    (address) => {
      expect(filter.isForbidden(address)).toBe(false);
    },
  );

  it('exempts the named ranges, also inside IPv6', () => {
    const open = new AddressFilter(['127.0.0.0/8', 'fd00::/8']);
    expect(open.isForbidden('127.0.0.5')).toBe(false);
    expect(open.isForbidden('::ffff:127.0.0.5')).toBe(false);
    expect(open.isForbidden('fd12::1')).toBe(false);
    expect(open.isForbidden('10.0.0.1')).toBe(true);
  });
});
