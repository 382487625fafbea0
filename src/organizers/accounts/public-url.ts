/** What is wrong with an organizer's own address, which people will click; undefined where nothing is. */
export function publicUrlFault(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:';
  // Credentials have no business in an address for everybody.
  return url && isHttp && url.username === '' && url.password === '' && !/\s/.test(text)
    ? undefined
    : 'Enter a valid URL.';
}
