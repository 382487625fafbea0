/** A year, as is usual. */
const rememberHttps = 'max-age=31536000';

/**
 * Headers that every answer carries: nobody guesses its type, frames it, keeps it, or learns from it where a link came
 * from. Pages loosen the content security policy for themselves.
 * @param publicUrl where clients reach us; of https, browsers are told to come by no other way
 */
export function fixedHeaders(publicUrl?: string): Readonly<Record<string, string>> {
  return {
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    ...(publicUrl?.startsWith('https:') ? { 'strict-transport-security': rememberHttps } : {}),
  };
}
