const mask = '***';
/** A shorter credential would mask half the text by chance. */
const shortestMasked = 4;

/** Everything of the URL that a receiver might echo and the log must not show: user, password, query values. */
export function secretsOf(target: URL): readonly string[] {
  const basic = basicAuthorization(target);
  const raw = [target.username, target.password, ...target.searchParams.values()];
  const forms = raw.flatMap((text) => [text, decoded(text), encodeURIComponent(text)]);
  if (basic) forms.push(basic.slice('Basic '.length));
  return [...new Set(forms)]
    .filter(({ length }) => length >= shortestMasked)
    .toSorted((a, b) => b.length - a.length);
}

/** Userinfo, percent-decoded, as a Basic authorization; undefined where the URL has none. */
export function basicAuthorization({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  return `Basic ${Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64')}`;
}

/**
 * The bytes as text that PostgreSQL stores and people read: invalid UTF-8 and NUL become U+FFFD, secrets `***`.
 * @param isCut the body went on: its end may be the beginning of a secret.
 */
export function readableBody(bytes: Buffer, secrets: readonly string[], isCut: boolean): string {
  if (bytes.length === 0) return '';
  const text = masked(bytes.toString('utf8').replaceAll('\0', '\u{FFFD}'), secrets);
  return isCut ? maskedEnd(text, secrets) : text;
}

/** Header lines up to `limit` characters in all, repeated ones joined. */
export function readableHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  limit: number,
  secrets: readonly string[],
): Record<string, string> {
  const kept: Record<string, string> = {};
  let left = limit;
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || left <= name.length) continue;
    const text = masked(typeof value === 'string' ? value : value.join(', '), secrets).slice(
      0,
      left - name.length,
    );
    kept[name] = text;
    left -= name.length + text.length;
  }
  return kept;
}

function masked(text: string, secrets: readonly string[]): string {
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, mask), text);
}

function maskedEnd(text: string, secrets: readonly string[]): string {
  const lengths = secrets.flatMap((secret) => {
    const beginnings = Array.from({ length: secret.length - shortestMasked }, (_, index) =>
      secret.slice(0, shortestMasked + index),
    );
    return beginnings.filter((beginning) => text.endsWith(beginning)).map(({ length }) => length);
  });
  const longest = Math.max(0, ...lengths);
  return longest === 0 ? text : text.slice(0, -longest) + mask;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone % stands for itself: such a URL is refused when it is entered, but may have been stored before.
    return text;
  }
}
