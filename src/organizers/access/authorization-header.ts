import { TokenHeaderInvalid } from './unauthorized.js';

const schemes: readonly string[] = ['token', 'bearer'];

/**
 * The token of `Authorization: Token …` (pretix's form) or `Bearer …`; undefined where the header is absent or of
 * another scheme. @throws TokenHeaderInvalid
 */
export function tokenOfHeader(header: string | undefined): string | undefined {
  const [scheme = '', ...parts] = (header ?? '').trim().split(/\s+/);
  if (!schemes.includes(scheme.toLowerCase())) return undefined;
  const [token] = parts;
  if (token === undefined) throw new TokenHeaderInvalid('No credentials provided.');
  if (parts.length > 1) throw new TokenHeaderInvalid('Token string should not contain spaces.');
  return token;
}
