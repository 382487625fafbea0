const mask = '***';

/** The URL as it may be shown: `https://***:***@host/path?key=***`. A text that is no URL is masked whole. */
export function maskUrl(text: string): string {
  if (!URL.canParse(text)) return mask;
  const url = new URL(text);
  const user = url.username === '' ? '' : mask;
  const password = url.password === '' ? '' : `:${mask}`;
  const credentials = user + password === '' ? '' : `${user}${password}@`;
  return `${url.protocol}//${credentials}${url.host}${url.pathname}${maskQuery(url.search)}`;
}

/** The target of a webhook: scheme, host and port, by which calls at once are limited. */
export function targetOrigin(url: string): string {
  return new URL(url).origin;
}

/** A part without `=` may itself be the secret. */
function maskQuery(search: string): string {
  if (search.length < 2) return '';
  const parts = search.slice(1).split('&');
  return `?${parts.map((part) => (part.includes('=') ? `${part.slice(0, part.indexOf('='))}=${mask}` : mask)).join('&')}`;
}
