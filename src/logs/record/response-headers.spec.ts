import { assert, date, dictionary, integer, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ResponseHeaderTexts, shownResponseHeaders } from './response-headers.js';

const texts = new ResponseHeaderTexts();
const began = new Date('2026-05-03T10:00:00.900Z');
const answered = (seconds: number): Record<string, string> => ({
  server: 'nginx',
  date: new Date(began.getTime() + seconds * 1_000).toUTCString(),
  connection: 'keep-alive',
});

describe('response headers', () => {
  it('are stored as one text whatever the second they were given in, and shown as they came', () => {
    const stored = [0, 1, -3].map((seconds) => texts.stored(answered(seconds), began));
    expect(new Set(stored.map(({ text }) => text)).size).toBe(1);
    expect(stored.map(({ dateOffset }) => dateOffset)).toEqual([0, 1, -3]);
    expect(stored.map((each) => shownResponseHeaders(each, began))).toEqual([0, 1, -3].map(answered));
    expect(Object.keys(shownResponseHeaders(stored[0]!, began))).toEqual(['server', 'date', 'connection']);
  });

  it('with another date, or none, are kept as they are', () => {
    for (const headers of [{}, { date: '*' }, { date: 'today' }, { date: '2026-05-03' }, answered(40_000)]) {
      const stored = texts.stored(headers, began);
      expect(stored.dateOffset).toBeNull();
      expect(shownResponseHeaders(stored, began)).toEqual(headers);
    }
  });

  it('are shown as they came, whatever they were', () => {
    const moment = date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true });
    assert(
      property(
        dictionary(string(), string()),
        moment,
        integer({ min: -40_000, max: 40_000 }),
        (others, start, seconds) => {
          const headers = { ...others, date: new Date(start.getTime() + seconds * 1_000).toUTCString() };
          expect(shownResponseHeaders(texts.stored(headers, start), start)).toEqual(headers);
        },
      ),
    );
  });
});
