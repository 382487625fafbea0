import { domainToASCII } from 'node:url';

const maxLength = 254;
const pattern = /^[^\s@\p{Cc}"(),:;<>[\\\]]+@[^\s@]+\.[^\s@.]+$/u;

/**
 * An address as it is stored and compared: whoever writes `Ada@Example.org` is `ada@example.org`. Undefined for what
 * is no address.
 */
export function normalEmail(text: string): string | undefined {
  const [local, domain, ...rest] = text.trim().normalize('NFKC').toLowerCase().split('@');
  if (!local || !domain || rest.length > 0) return undefined;
  const email = `${local}@${domainToASCII(domain)}`;
  return email.length <= maxLength && pattern.test(email) ? email : undefined;
}
