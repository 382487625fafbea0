import { hash, randomInt, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** What every token of ours begins with, so that people and secret scanners know one when they see it. */
const mark = 'dbt_';
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 36 letters of 62 are 214 bits. */
const randomLength = 36;
/** Enough for 32 bits. */
const checksumLength = 6;
const shownLength = mark.length + 6;

const pattern = new RegExp(`^${mark}([0-9A-Za-z]{${randomLength}})([0-9A-Za-z]{${checksumLength}})$`);

/** A new token that nobody has, and that nobody can guess. */
export function createToken(): string {
  const random = Array.from({ length: randomLength }, () => alphabet[randomInt(alphabet.length)]).join('');
  return mark + random + checksumOf(random);
}

/** Whether the text can be a token of ours at all: a mistyped one is told apart without asking the database. */
export function isTokenShaped(text: string): boolean {
  const match = pattern.exec(text);
  return match !== null && checksumOf(match[1]!) === match[2];
}

/** What is stored of a token. It is random and long, so that a plain hash is enough. */
export function hashOfToken(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

/** Compares in a time that says nothing about where they differ. */
export function isSameHash(one: Buffer, other: Buffer): boolean {
  return timingSafeEqual(one, other);
}

/** The beginning of a token, by which people tell theirs apart. */
export function prefixOfToken(token: string): string {
  return token.slice(0, shownLength);
}

function checksumOf(random: string): string {
  let rest = crc32(random);
  let text = '';
  for (let place = 0; place < checksumLength; place += 1) {
    text = alphabet[rest % alphabet.length]! + text;
    rest = Math.floor(rest / alphabet.length);
  }
  return text;
}
