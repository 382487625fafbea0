import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSecretBox, keyIdOf, parseKeyRing, SecretKeyError } from './index.js';

const entry = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`;

describe('SecretBox', () => {
  it('opens what it sealed, and seals a text differently each time', () => {
    const box = createSecretBox(parseKeyRing(entry('a')));
    const text = 'https://user:pässwörd@example.com/';
    expect(box.open(box.seal(text))).toBe(text);
    expect(box.seal(text).equals(box.seal(text))).toBe(false);
  });

  it('seals with the first key and opens with all', () => {
    const [old, fresh] = [entry('old'), entry('new')];
    const sealed = createSecretBox(parseKeyRing(old)).seal('x');
    const rotated = createSecretBox(parseKeyRing(`${fresh},${old}`));
    expect(rotated.open(sealed)).toBe('x');
    expect([keyIdOf(sealed), keyIdOf(rotated.seal('x'))]).toEqual(['old', 'new']);
    expect(() => createSecretBox(parseKeyRing(fresh)).open(rotated.seal('y'))).not.toThrow();
    expect(() => createSecretBox(parseKeyRing(fresh)).open(sealed)).toThrow(SecretKeyError);
  });

  it('refuses changed bytes', () => {
    const box = createSecretBox(parseKeyRing(entry('a')));
    const sealed = box.seal('secret');
    sealed[sealed.length - 1]! ^= 1;
    expect(() => box.open(sealed)).toThrow(SecretKeyError);
  });

  it.each(['', 'nokey', 'a:c2hvcnQ=', 'a b:AAAA'])('refuses the ring "%s"', (ring) => {
    expect(() => parseKeyRing(ring)).toThrow(SecretKeyError);
  });
});
