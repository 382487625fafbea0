import { describe, expect, it } from 'vitest';
import { headerLines, prettyBody, visibleText } from './visible-text.js';

describe('visibleText', () => {
  it('shows what would act, and leaves what is read', () => {
    expect(visibleText('a\u001b[31mred\u0007')).toBe('a⟨U+001B⟩[31mred⟨U+0007⟩');
    expect(visibleText('user\u202egnp.exe\u2066')).toBe('user⟨U+202E⟩gnp.exe⟨U+2066⟩');
    expect(visibleText('one\r\ntwo\tthree ä €')).toBe('one\ntwo\tthree ä €');
    expect(visibleText('a\rb')).toBe('a⟨U+000D⟩b');
  });
});

describe('prettyBody', () => {
  it('breaks the lines of JSON, and of nothing else', () => {
    expect(prettyBody('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(prettyBody('<script>alert(1)</script>')).toBe('<script>alert(1)</script>');
    expect(prettyBody('"\\u202e"')).toBe('"⟨U+202E⟩"');
  });
});

describe('headerLines', () => {
  it('is a line each, whatever is in them', () => {
    expect(headerLines({ 'content-type': 'text/plain', x: 'a\u0000b' })).toBe(
      'content-type: text/plain\nx: a⟨U+0000⟩b',
    );
  });
});
