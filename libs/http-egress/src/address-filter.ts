import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = readonly [Address, number];

/** IPv6 forms that carry an IPv4 address, which is the one that counts; where it starts, in 16-bit groups. */
const embedding: Readonly<Record<string, number>> = { ipv4Mapped: 6, rfc6145: 6, rfc6052: 6, '6to4': 1 };

/**
 * Not told by their range: NAT64 prefixes of a network's own, which hold an IPv4 address in any of several places, and
 * the address at which Azure serves every machine its secrets.
 */
const inside = ['64:ff9b:1::/48', '168.63.129.16/32'].map((range) => ipaddr.parseCIDR(range));

/** All that is given out of IPv6 so far; the rest of it is nowhere, or old forms of IPv4 (`::7f00:1`). */
const globalUnicast: Range = ipaddr.parseCIDR('2000::/3');

/** Says which addresses a target may not have: everything that is not the public internet. */
export class AddressFilter {
  private readonly allowed: readonly Range[];

  /** @param allowed CIDRs that are exempt. @throws when one cannot be read. */
  constructor(allowed: readonly string[]) {
    this.allowed = allowed.map((range) => ipaddr.parseCIDR(range));
  }

  isForbidden(text: string): boolean {
    // A zone (fe80::1%eth0) says through which interface, not where to.
    const address = ipaddr.parse(text.split('%')[0]!);
    if (isIn(address, this.allowed)) return false;
    if (isIn(address, inside)) return true;
    const range = address.range();
    if (range === 'unicast') return address.kind() === 'ipv6' && !isIn(address, [globalUnicast]);
    const inner = address.kind() === 'ipv6' ? embedded(address as ipaddr.IPv6, range) : undefined;
    return inner ? this.isForbidden(inner) : true;
  }
}

function isIn(address: Address, ranges: readonly Range[]): boolean {
  return ranges.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits));
}

function embedded(address: ipaddr.IPv6, range: string): string | undefined {
  const at = embedding[range];
  if (at === undefined) return undefined;
  const [high, low] = [address.parts[at]!, address.parts[at + 1]!];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
