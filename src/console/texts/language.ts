import { parse, serialize } from 'cookie';
import Negotiator from 'negotiator';
import { de } from './de.js';
import { en, type Texts } from './en.js';

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

const textsByLanguage: Readonly<Record<Language, Texts>> = { en, de };
const cookieName = 'doorbell_language';
const yearSeconds = 365 * 24 * 3600;

/** What browsers say of their reader. */
interface ReaderHeaders {
  readonly cookie?: string | undefined;
  readonly 'accept-language'?: string | undefined;
}

/** What the reader has chosen here, or else what the browser asks for; English where that is nothing we have. */
export function languageOf({ cookie, 'accept-language': accepted }: ReaderHeaders): Language {
  const chosen = chosenLanguageOf(cookie);
  if (chosen !== undefined || accepted === undefined) return chosen ?? 'en';
  const negotiator = new Negotiator({ headers: { 'accept-language': accepted } });
  return (negotiator.language([...languages]) as Language | undefined) ?? 'en';
}

/** Undefined where they have chosen none. */
export function chosenLanguageOf(cookie: string | undefined): Language | undefined {
  const name = cookie === undefined ? undefined : parse(cookie)[cookieName];
  return languages.find((language) => language === name);
}

/** The `Set-Cookie` header that keeps the choice; what is no language of ours ends it. */
export function languageCookie(chosen: string, secure: boolean): string {
  const language = languages.find((name) => name === chosen);
  return serialize(cookieName, language ?? '', {
    path: '/console',
    httpOnly: true,
    sameSite: 'lax',
    secure,
    maxAge: language ? yearSeconds : 0,
  });
}

export const textsOf = (language: Language): Texts => textsByLanguage[language];
