import type { LoggedCallDetails } from '@contracts/logs';

/** Of the connection, not of the request: curl makes its own. */
const leftOut = new Set(['host', 'connection', 'content-length']);

/** The request as a command for a shell. What is masked in the log is masked here. */
export function curlOf({ targetUrl, requestHeaders, payload }: LoggedCallDetails): string {
  const headers = Object.entries(requestHeaders)
    .filter(([name]) => !leftOut.has(name.toLowerCase()))
    .map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  const data = payload === null ? [] : [`--data-raw ${quoted(payload)}`];
  return [`curl -X POST ${quoted(targetUrl)}`, ...headers, ...data].join(' \\\n  ');
}

/** For a POSIX shell: nothing in single quotes means anything but a single quote. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
