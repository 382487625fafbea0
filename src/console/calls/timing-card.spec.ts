import { expect, it } from 'vitest';
import { spansOf } from './timing-card.js';

const none = { dns: null, connect: null, tls: null, waiting: null, reading: null, failing: null };

it('After the first byte the rest is reading', () => {
  const timings = { dns: 1, connect: 2, tls: 4, first_byte: 15, total: 31 };
  expect(spansOf({ timings })).toEqual({
    dns: 1,
    connect: 2,
    tls: 4,
    waiting: 8,
    reading: 16,
    failing: null,
  });
});

it('Without a first byte what is left of the time is what passed until it failed', () => {
  const timings = { dns: 1, connect: 2, tls: null, first_byte: null, total: 10 };
  expect(spansOf({ timings })).toEqual({ ...none, dns: 1, connect: 2, failing: 7 });
});

it('On a kept connection all but reading is waiting', () => {
  const timings = { dns: null, connect: null, tls: null, first_byte: 3, total: 4 };
  expect(spansOf({ timings })).toEqual({ ...none, waiting: 3, reading: 1 });
});

it('A call whose time is not known shows no part', () => {
  const timings = { dns: null, connect: null, tls: null, first_byte: null, total: null };
  expect(spansOf({ timings })).toEqual(none);
});
