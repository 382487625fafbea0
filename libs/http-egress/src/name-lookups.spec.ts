import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { NameLookups } from './name-lookups.js';

type Answer = (error: NodeJS.ErrnoException | null, addresses?: readonly LookupAddress[]) => void;

describe('NameLookups', () => {
  const address = { address: '203.0.113.7', family: 4 };
  let asked: { readonly name: string; readonly answer: Answer }[];
  let names: NameLookups;
  const lookup: LookupFunction = (name, _options, callback) =>
    void asked.push({ name, answer: callback as unknown as Answer });

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] });
    asked = [];
    names = new NameLookups(lookup, 4);
    return () => vi.useRealTimers();
  });

  /** Answers the question that has waited longest for this name, after so long. */
  function answer(name: string, ms: number): void {
    vi.advanceTimersByTime(ms);
    const index = asked.findIndex((question) => question.name === name);
    asked.splice(index, 1)[0]!.answer(null, [address]);
  }
  const askedNames = (): readonly string[] => asked.map(({ name }) => name);

  it('ask once for all that wait for a name, and again for who comes later', () => {
    const found: unknown[] = [];
    for (let count = 0; count < 3; count += 1) names.all('a.example', (...result) => found.push(result));
    names.all('b.example', () => undefined);
    expect(askedNames()).toEqual(['a.example', 'b.example']);
    answer('a.example', 10);
    expect(found).toEqual([1, 2, 3].map(() => [null, [address]]));
    names.all('a.example', () => undefined);
    expect(askedNames()).toEqual(['b.example', 'a.example']);
  });

  it('tell the failure to all that wait', () => {
    const errors: unknown[] = [];
    names.all('a.example', (error, addresses) => errors.push([error?.code, addresses]));
    asked[0]!.answer(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
    expect(errors).toEqual([['ENOTFOUND', []]]);
  });

  it('let names that were slow take half of the threads, never all, until they are quick again', () => {
    const slow = ['a.example', 'b.example', 'c.example', 'd.example'];
    for (const name of slow) names.all(name, () => undefined);
    for (const name of slow) answer(name, ['a.example', 'd.example'].includes(name) ? 1_500 : 0);
    for (const name of slow) names.all(name, () => undefined);
    expect(askedNames()).toEqual(['a.example', 'b.example']);
    names.all('quick.example', () => undefined);
    expect(askedNames()).toEqual(['a.example', 'b.example', 'quick.example']);
    answer('a.example', 10);
    expect(askedNames()).toEqual(['b.example', 'quick.example', 'c.example']);
    names.all('a.example', () => undefined);
    expect(askedNames()).toEqual(['b.example', 'quick.example', 'c.example', 'a.example']);
  });

  it('keep a quarter of the threads for names that have been quick, however many new ones come', () => {
    names.all('quick.example', () => undefined);
    answer('quick.example', 10);
    for (const name of ['a.example', 'b.example', 'c.example', 'd.example']) names.all(name, () => undefined);
    expect(askedNames()).toEqual(['a.example', 'b.example', 'c.example']);
    names.all('quick.example', () => undefined);
    expect(askedNames()).toEqual(['a.example', 'b.example', 'c.example', 'quick.example']);
  });

  it('ask no more names at once than there are threads for, and blame no name for having waited', () => {
    const unknown = ['a.example', 'b.example', 'c.example'];
    for (const name of unknown) names.all(name, () => undefined);
    names.all('quick.example', () => undefined);
    expect(askedNames()).toEqual(unknown);
    answer('a.example', 5_000);
    expect(askedNames()).toEqual(['b.example', 'c.example', 'quick.example']);
    for (const name of ['quick.example', 'b.example', 'c.example']) answer(name, 0);
    for (const name of [...unknown, 'quick.example']) names.all(name, () => undefined);
    expect(askedNames()).toEqual(['a.example', 'b.example', 'quick.example']);
  });
});
