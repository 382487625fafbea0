import ipaddr from 'ipaddr.js';

/**
 * Whom an address is counted with: of IPv6 the /64, which is the least that anybody is given, or a larger one. What a
 * proxy says that is no address is one network.
 */
export function networkOf(address: string, bits: 48 | 64 = 64): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  const [prefix] = ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toNormalizedString()}/${bits}`)
    .toString()
    .split('%');
  return `${prefix}/${bits}`;
}
