import { type PortFilter, portOf } from '@app/http-egress';

const invalid = 'Enter a valid URL.';
const beginning = /^https?:\/\/([^/?#]+)/i;
/** WHATWG drops tabs and line ends unseen, and no URL holds blanks or control characters as they are. */
const unprintable = /[\s\p{Cc}]/u;
const hostLabel = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;

/**
 * What is wrong with a target URL; undefined where nothing is: http or https, a host,
 * userinfo that decodes. Where it leads is not looked at: a private address is accepted here and refused when called.
 */
export function targetUrlFault(text: string): string | undefined {
  const authority = beginning.exec(text)?.[1];
  // A backslash would be read as a slash, and the host would be another than the one that people see.
  if (authority === undefined || authority.includes('\\') || unprintable.test(text)) return invalid;
  if (!URL.canParse(text)) return invalid;
  const { hostname, username, password } = new URL(text);
  return isHost(hostname) && isUserinfo(username) && isUserinfo(password) ? undefined : invalid;
}

/** Where DOORBELL_REQUIRE_HTTPS is set. */
export function insecureUrlFault(text: string): string | undefined {
  return /^https:/i.test(text) ? undefined : `${invalid} Only https is allowed here.`;
}

/** Where the port is one that nobody receives webhooks at (DOORBELL_BLOCKED_PORTS). A URL that is none has other faults. */
export function blockedPortFault(text: string, ports: PortFilter): string | undefined {
  const port = URL.canParse(text) ? portOf(new URL(text)) : 0;
  return ports.isForbidden(port) ? `${invalid} Port ${port} is not allowed here.` : undefined;
}

function isHost(hostname: string): boolean {
  if (hostname.startsWith('[')) return true;
  const labels = hostname.replace(/\.$/, '').split('.');
  return hostname.length <= 254 && labels.every((label) => hostLabel.test(label));
}

/** It becomes a Basic authorization, decoded; RFC 7617 allows no control characters in that. */
function isUserinfo(encoded: string): boolean {
  try {
    return !/\p{Cc}/u.test(decodeURIComponent(encoded));
  } catch {
    return false;
  }
}
