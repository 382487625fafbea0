import { describe, expect, it } from 'vitest';
import { de } from './de.js';
import { en } from './en.js';
import { chosenLanguageOf, languageCookie, languageOf } from './language.js';

/** Every sentence by its path, functions called with numbers that read as words, too. */
function sentences(texts: object, path = ''): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(texts) as [string, unknown][]) {
    if (typeof value === 'string') found.set(path + key, value);
    else if (typeof value === 'function')
      found.set(path + key, (value as (...given: readonly number[]) => string)(3, 4, 5));
    else for (const [name, text] of sentences(value as object, `${path}${key}.`)) found.set(name, text);
  }
  return found;
}

describe('The texts', () => {
  it('have a sentence for a sentence in every language', () => {
    const [english, german] = [
      sentences({ ...en, webhooks: { ...en.webhooks, form: { ...en.webhooks.form, group: '' } } }),
      sentences({ ...de, webhooks: { ...de.webhooks, form: { ...de.webhooks.form, group: '' } } }),
    ];
    expect([...german.keys()]).toEqual([...english.keys()]);
    const same = [...german].filter(([path, text]) => text.length > 15 && english.get(path) === text);
    expect(same).toEqual([]);
  });

  it.each([
    [undefined, 'en'],
    ['de-AT,de;q=0.9,en;q=0.5', 'de'],
    ['fr', 'en'],
    ['*', 'en'],
    ['en-GB,en;q=0.9,de;q=0.8', 'en'],
    ['nonsense;;;q=x', 'en'],
  ])('for %j are in %s', (accepted, language) => {
    expect(languageOf({ 'accept-language': accepted })).toBe(language);
  });

  it('are in the language that the reader has chosen, whatever the browser asks for', () => {
    const [cookie] = languageCookie('de', false).split(';');
    expect(languageOf({ cookie, 'accept-language': 'en' })).toBe('de');
    const [ended] = languageCookie('xx', false).split(';');
    expect([chosenLanguageOf(ended), languageOf({ cookie: ended, 'accept-language': 'de' })]).toEqual([
      undefined,
      'de',
    ]);
    expect(chosenLanguageOf('doorbell_language=toString')).toBeUndefined();
  });
});
