import Negotiator from 'negotiator';
import { de } from './de.js';
import { en, type Texts } from './en.js';

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

const textsByLanguage: Readonly<Record<Language, Texts>> = { en, de };

/** What the reader's browser asks for; English where it asks for nothing we have. */
export function languageOf(acceptLanguage: string | undefined): Language {
  if (acceptLanguage === undefined) return 'en';
  const negotiator = new Negotiator({ headers: { 'accept-language': acceptLanguage } });
  return (negotiator.language([...languages]) as Language | undefined) ?? 'en';
}

export const textsOf = (language: Language): Texts => textsByLanguage[language];
