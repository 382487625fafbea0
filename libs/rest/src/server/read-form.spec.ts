import { describe, expect, it } from 'vitest';
import { MalformedBody } from '../errors/api-error.js';
import { RawBody } from './raw-body.js';
import { readForm } from './read-form.js';

const formOf = (text: string): URLSearchParams =>
  readForm(new RawBody('application/x-www-form-urlencoded', Buffer.from(text)));

describe('A form', () => {
  it('has its fields', () => expect(formOf('name=Ada&event=a&event=b').getAll('event')).toEqual(['a', 'b']));

  it('of millions of fields is refused before it is taken apart', () => {
    expect([...formOf('a&'.repeat(20_000)).keys()]).toHaveLength(20_000);
    expect(() => formOf('a&'.repeat(20_001))).toThrow(MalformedBody);
  });
});
