import { describe, expect, it } from 'vitest';
import { shownHeaders, storedHeaders } from './request-headers.js';

const headersOf = (length: string): Record<string, string> => ({
  'content-type': 'application/json',
  'content-length': length,
  accept: '*/*',
});

describe('request headers', () => {
  it('are stored as one text whatever the length of the body, and shown as they were sent', () => {
    const bodies = ['{"a":1}', '{"name":"Ä"}'];
    const sent = bodies.map((body) => headersOf(String(Buffer.byteLength(body))));
    const stored = bodies.map((body, index) => storedHeaders(sent[index]!, body));
    expect(new Set(stored).size).toBe(1);
    const shown = bodies.map((body, index) => shownHeaders(stored[index]!, body));
    expect(shown).toEqual(sent);
    expect(Object.keys(shown[0]!)).toEqual(['content-type', 'content-length', 'accept']);
  });

  it('that say another length are kept as they are', () => {
    expect(shownHeaders(storedHeaders(headersOf('5'), '{"a":1}'), '{"a":1}')).toEqual(headersOf('5'));
    expect(shownHeaders(storedHeaders({ accept: '*/*' }, ''), '')).toEqual({ accept: '*/*' });
  });
});
