import { portRange } from '@app/http-egress';
import ipaddr from 'ipaddr.js';

/** How the text of a variable is read, and what it may hold, in words that finish the sentence "NAME must be …". */
export interface SettingFormat<Value> {
  readonly allowed: string;
  /** @returns undefined when the text is not allowed. */
  readonly parse: (text: string) => Value | undefined;
}

export function wholeNumber(min: number, max: number, unit = ''): SettingFormat<number> {
  return {
    allowed: `a whole number${unit && ` of ${unit}`} from ${min} to ${max}`,
    parse: (text) => {
      const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
      return value >= min && value <= max ? value : undefined;
    },
  };
}

export function oneOf<Choice extends string>(choices: readonly Choice[]): SettingFormat<Choice> {
  return {
    allowed: `one of ${choices.join(', ')}`,
    parse: (text) => choices.find((choice) => choice === text.toLowerCase()),
  };
}

const booleans: Readonly<Record<string, boolean>> = { true: true, '1': true, false: false, '0': false };

export const trueOrFalse: SettingFormat<boolean> = {
  allowed: 'true or false',
  parse: (text) => booleans[text.toLowerCase()],
};

/** A URL with one of these schemes and a host. */
export function url(...schemes: readonly string[]): SettingFormat<string> {
  return {
    allowed: `a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
    parse: (text) => {
      const parsed = URL.canParse(text) ? new URL(text) : undefined;
      return parsed && parsed.hostname !== '' && schemes.includes(parsed.protocol.slice(0, -1))
        ? text
        : undefined;
    },
  };
}

/** An http or https proxy: nothing but a host, a port and credentials. */
export const proxyUrl: SettingFormat<string> = {
  allowed: 'a URL that begins with http:// or https://, with credentials or without, and without a path',
  parse: (text) => {
    const parsed = url('http', 'https').parse(text) && new URL(text);
    return !parsed || parsed.pathname !== '/' || parsed.search || parsed.hash ? undefined : text;
  },
};

/** Where people reach us: no query, no fragment, no trailing slash. */
export const baseUrl: SettingFormat<string> = {
  allowed: 'a URL that begins with http:// or https://, without credentials, query and fragment',
  parse: (text) => {
    const parsed = url('http', 'https').parse(text) && new URL(text);
    if (!parsed || parsed.search || parsed.hash || parsed.username || parsed.password) return undefined;
    return parsed.href.replace(/\/+$/, '');
  },
};

/** Where an identity provider describes itself. */
export const issuerUrl: SettingFormat<string> = {
  allowed: 'a URL that begins with https://, or with http:// on this machine',
  parse: (text) => {
    const parsed = baseUrl.parse(text) && new URL(text);
    const isLocal = parsed && ['localhost', '127.0.0.1', '[::1]'].includes(parsed.hostname);
    return parsed && (parsed.protocol === 'https:' || isLocal) ? text : undefined;
  },
};

/** Comma-separated, blanks around the entries allowed. */
export function listOf<Value>({ allowed, parse }: SettingFormat<Value>): SettingFormat<readonly Value[]> {
  return {
    allowed: `a comma-separated list, each entry ${allowed}`,
    parse: (text) => {
      const entries = text.split(',').map((entry) => parse(entry.trim()));
      return entries.includes(undefined) ? undefined : (entries as Value[]);
    },
  };
}

export const cidr: SettingFormat<string> = {
  allowed: 'an address range such as 10.0.0.0/8 or fd00::/8',
  parse: (text) => (ipaddr.isValidCIDR(text) ? text : undefined),
};

export const addressOrRange: SettingFormat<string> = {
  allowed: 'an address or an address range',
  parse: (text) => (ipaddr.isValid(text) ? text : cidr.parse(text)),
};

export const ports: SettingFormat<string> = {
  allowed: 'a port or a range of ports such as 6000-6063',
  parse: (text) => (portRange(text) ? text : undefined),
};

export const word: SettingFormat<string> = {
  allowed: 'printable characters without blanks',
  parse: (text) => (/^[\x21-\x7e]+$/.test(text) ? text : undefined),
};

/** What nobody can guess by trying. */
export const longWord = (least: number): SettingFormat<string> => ({
  allowed: `at least ${least} ${word.allowed}`,
  parse: (text) => (text.length < least ? undefined : word.parse(text)),
});

/** Either `special`, or what the format takes. */
export function orElse<Value, Special>(
  special: SettingFormat<Special>,
  { allowed, parse }: SettingFormat<Value>,
): SettingFormat<Value | Special> {
  return {
    allowed: `${special.allowed}, or ${allowed}`,
    parse: (text) => special.parse(text) ?? parse(text),
  };
}
