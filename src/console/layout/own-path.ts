const anyOrigin = 'http://console.invalid';

/**
 * The path where it leads to a page of the console and nowhere else; undefined otherwise. What a browser reads as another
 * host (`//host`, `/\host`, a tab in between) is none.
 */
export function ownPath(text: string | null | undefined): string | undefined {
  if (!text?.startsWith('/console/') || !URL.canParse(text, anyOrigin)) return undefined;
  const { origin, pathname, search } = new URL(text, anyOrigin);
  return origin === anyOrigin && pathname.startsWith('/console/') ? pathname + search : undefined;
}
