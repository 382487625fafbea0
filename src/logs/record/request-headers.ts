const lengthHeader = 'content-length';
/** Stands for the length of the body that was sent, which is at hand wherever the headers are shown. */
const bodyLength = '*';

/** The headers as text that is the same for every call of a target: stored once, not with each call. */
export function storedHeaders(headers: Readonly<Record<string, string>>, body: string): string {
  const isOwn = headers[lengthHeader] === String(Buffer.byteLength(body));
  return JSON.stringify(isOwn ? { ...headers, [lengthHeader]: bodyLength } : headers);
}

/** The headers as they were sent with `body`. */
export function shownHeaders(stored: string, body: string): Record<string, string> {
  const headers = JSON.parse(stored) as Record<string, string>;
  return headers[lengthHeader] === bodyLength
    ? { ...headers, [lengthHeader]: String(Buffer.byteLength(body)) }
    : headers;
}
