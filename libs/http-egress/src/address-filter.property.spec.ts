import { assert, constantFrom, integer, property, tuple, type Arbitrary, bigInt } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AddressFilter } from './address-filter.js';

// The oracle: IANA's special-purpose registries, as numbers, and none of the library that the filter uses.

/** Where it begins, and how many bits of it are fixed. */
type Range = readonly [first: bigint, bits: number];

const v4 = (text: string): bigint => text.split('.').reduce((sum, part) => (sum << 8n) + BigInt(part), 0n);
/** Eight groups, no `::`. */
const v6 = (text: string): bigint =>
  text.split(':').reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n);

const rangeOf = (text: string, read: (address: string) => bigint): Range => {
  const [address, bits] = text.split('/') as [string, string];
  return [read(address), Number(bits)];
};

const insideV4 = (
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 ' +
  '192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 ' +
  '198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 168.63.129.16/32'
)
  .split(' ')
  .map((text) => rangeOf(text, v4));

/** Of 2000::/3; whatever is outside of that is not the public internet. */
const insideV6 = (
  '2001:0:0:0:0:0:0:0/23 2001:db8:0:0:0:0:0:0/32 3fff:0:0:0:0:0:0:0/20 2620:4f:8000:0:0:0:0:0/48 ' +
  '2002:0:0:0:0:0:0:0/16'
)
  .split(' ')
  .map((text) => rangeOf(text, v6));

/** Forms of IPv6 that hold an IPv4 address: where they begin, and how far from the end it stands. */
const translations = {
  mapped: [v6('0:0:0:0:0:ffff:0:0'), 0n],
  translated: [v6('0:0:0:0:ffff:0:0:0'), 0n],
  nat64: [v6('64:ff9b:0:0:0:0:0:0'), 0n],
  '6to4': [v6('2002:0:0:0:0:0:0:0'), 80n],
} as const;
const hiddenForms = {
  compatible: [0n, 0n],
  teredo: [v6('2001:0:0:0:0:0:0:0'), 0n],
  'local NAT64': [v6('64:ff9b:1:0:0:0:0:0'), 0n],
  'local NAT64, /48': [v6('64:ff9b:1:0:0:0:0:0'), 64n],
} as const;

const isIn = (address: bigint, [first, bits]: Range, width: number): boolean =>
  address >> BigInt(width - bits) === first >> BigInt(width - bits);

const textOfV4 = (address: bigint): string =>
  [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join('.');
const textOfV6 = (address: bigint): string =>
  Array.from({ length: 8 }, (_, index) =>
    ((address >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  ).join(':');

/** Any address of one of the ranges, their first and last ones often. */
function within(ranges: readonly Range[], width: number): Arbitrary<bigint> {
  return constantFrom(...ranges).chain(([first, bits]) => {
    const last = first + (1n << BigInt(width - bits)) - 1n;
    return bigInt({ min: first, max: last });
  });
}
const anyV4 = bigInt({ min: 0n, max: (1n << 32n) - 1n });
const privateV4 = within(insideV4, 32);
const publicV4 = anyV4.filter((address) => !insideV4.some((range) => isIn(address, range, 32)));
const anyV6 = bigInt({ min: 0n, max: (1n << 128n) - 1n });
const globalV6 = within([rangeOf('2000:0:0:0:0:0:0:0/3', v6)], 128);

const embed = (address: bigint, [prefix, shift]: readonly [bigint, bigint]): string =>
  textOfV6(prefix + (address << shift));

/** One part of an address as people and attackers write it. */
const spelled = (part: bigint, base: number): string =>
  [String(part), `0x${part.toString(16)}`, `0${part.toString(8)}`][base]!;

/** `127.1`, `0x7f000001`, `017700000001`, `127.0.0x1`: 1 to 4 parts, each decimal, hexadecimal or octal. */
function spelling(address: bigint, parts: number, bases: readonly number[]): string {
  const bytes = Array.from({ length: parts - 1 }, (_, index) => (address >> BigInt(24 - 8 * index)) & 255n);
  const rest = address & ((1n << BigInt(8 * (5 - parts))) - 1n);
  return [...bytes, rest].map((part, index) => spelled(part, bases[index]!)).join('.');
}

const runs = { numRuns: 2_000 };
const closed = new AddressFilter([]);

describe('AddressFilter, for generated addresses', () => {
  it('forbids every private IPv4 address, in every form of IPv6 that holds one', () => {
    const forms = { ...translations, ...hiddenForms };
    assert(
      property(privateV4, constantFrom(...Object.values(forms)), (address, form) => {
        expect(closed.isForbidden(textOfV4(address))).toBe(true);
        expect(closed.isForbidden(embed(address, form))).toBe(true);
      }),
      runs,
    );
  });

  it('lets every public IPv4 address pass, also in the forms that lead to it', () => {
    assert(
      property(publicV4, constantFrom(...Object.values(translations)), (address, form) => {
        expect(closed.isForbidden(textOfV4(address))).toBe(false);
        expect(closed.isForbidden(embed(address, form))).toBe(false);
      }),
      runs,
    );
  });

  it('forbids the forms whose IPv4 address may stand anywhere, whichever it is', () => {
    assert(
      property(anyV4, constantFrom(...Object.values(hiddenForms)), (address, form) => {
        expect(closed.isForbidden(embed(address, form))).toBe(true);
      }),
      runs,
    );
  });

  it('forbids IPv6 but for what is given out, and the special ranges in that', () => {
    const forms = Object.values(translations).map(([prefix, shift]): Range => [
      prefix,
      shift === 0n ? 96 : 16,
    ]);
    assert(
      property(within(insideV6.slice(0, -1), 128), globalV6, anyV6, (special, given, any) => {
        expect(closed.isForbidden(textOfV6(special))).toBe(true);
        expect(closed.isForbidden(textOfV6(given))).toBe(
          isIn(given, insideV6.at(-1)!, 128)
            ? insideV4.some((range) => isIn((given >> 80n) & 0xffffffffn, range, 32))
            : insideV6.some((range) => isIn(given, range, 128)),
        );
        const isNowhere = any >> 125n !== 1n && !forms.some((form) => isIn(any, form, 128));
        expect(closed.isForbidden(textOfV6(any)) || !isNowhere).toBe(true);
      }),
      runs,
    );
  });

  it('knows a private address however a URL spells it', () => {
    const bases = tuple(...Array.from({ length: 4 }, () => integer({ min: 0, max: 2 })));
    assert(
      property(privateV4, integer({ min: 1, max: 4 }), bases, (address, parts, base) => {
        const { hostname } = new URL(`http://${spelling(address, parts, base)}/`);
        expect([hostname, closed.isForbidden(hostname)]).toEqual([textOfV4(address), true]);
      }),
      runs,
    );
  });

  it('exempts what is allowed, in every form that leads there, and nothing beside it', () => {
    assert(
      property(privateV4, integer({ min: 1, max: 32 }), anyV4, (address, bits, other) => {
        const range: Range = [address, bits];
        const open = new AddressFilter([`${textOfV4(address)}/${bits}`]);
        for (const form of Object.values(translations)) {
          expect(open.isForbidden(embed(address, form))).toBe(false);
        }
        const isPrivate = insideV4.some((inside) => isIn(other, inside, 32));
        expect(open.isForbidden(textOfV4(other))).toBe(isPrivate && !isIn(other, range, 32));
      }),
      runs,
    );
  });
});
