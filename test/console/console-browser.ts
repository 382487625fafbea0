import { type HTMLElement, parse } from 'node-html-parser';
import type { Doorbell } from '../setup/doorbell.js';
import { signIn, signInFirst } from '../setup/browser.js';

/** A page as it came. */
export interface OpenPage {
  readonly status: number;
  readonly headers: Headers;
  /** Where it is, after redirects. */
  readonly path: string;
  readonly html: string;
  readonly root: HTMLElement;
}

export type FormFields = Readonly<Record<string, string | readonly string[]>>;

const mostRedirects = 5;

/** A browser without scripts: keeps cookies, follows redirects, and sends forms as they stand in the page. */
export class ConsoleBrowser {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly url: string) {}

  /** @param cookie a `name=value` to begin with */
  keep(cookie: string): this {
    const [name, ...rest] = cookie.split('=');
    this.cookies.set(name!, rest.join('='));
    return this;
  }

  /** What somebody may do to a cookie in their own browser. */
  change(name: string, change: (value: string) => string): void {
    this.cookies.set(name, change(this.cookies.get(name)!));
  }

  async open(path: string, headers: Readonly<Record<string, string>> = {}): Promise<OpenPage> {
    return this.send(path, { headers });
  }

  /**
   * Presses a button of a form: every field as it stands, but for `fields`. What is undefined in the page is added, a
   * list ticks these and no others.
   */
  async submit(
    page: OpenPage,
    form: string,
    fields: FormFields = {},
    { button }: { readonly button?: string } = {},
  ): Promise<OpenPage> {
    const element = page.root.querySelector(form);
    if (!element) throw new Error(`There is no form ${form} on ${page.path}.`);
    const body = new URLSearchParams(valuesOf(element));
    for (const [name, value] of Object.entries(fields)) {
      body.delete(name);
      for (const text of [value].flat()) body.append(name, text);
    }
    if (button !== undefined) {
      const [name, ...rest] = button.split('=');
      body.append(name!, rest.join('='));
    }
    const action = element.getAttribute('action') ?? page.path;
    return this.post(action, body);
  }

  /** Where an answer sends the browser; it does not go there. */
  async locationOf(path: string): Promise<string> {
    const init = { headers: this.cookieHeader(), redirect: 'manual' } as const;
    const { headers } = await fetch(new URL(path, this.url), init);
    for (const cookie of headers.getSetCookie()) this.take(cookie);
    return headers.get('location') ?? '';
  }

  async post(
    path: string,
    body: URLSearchParams,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<OpenPage> {
    return this.send(path, {
      method: 'POST',
      body: body.toString(),
      headers: { ...formHeaders, ...headers },
    });
  }

  /** What a form sent there is answered with at once, before any redirect. */
  async statusOf(path: string, body: URLSearchParams): Promise<number> {
    const headers = { ...formHeaders, ...this.cookieHeader() };
    const init = { method: 'POST', body: body.toString(), headers, redirect: 'manual' } as const;
    const response = await fetch(new URL(path, this.url), init);
    await response.arrayBuffer();
    return response.status;
  }

  private async send(path: string, init: RequestInit, redirects = 0): Promise<OpenPage> {
    const target = new URL(path, this.url);
    const headers = { ...(init.headers as Record<string, string>), ...this.cookieHeader() };
    const response = await fetch(target, { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) this.take(cookie);
    const location = response.headers.get('location');
    if (location !== null && redirects < mostRedirects) {
      await response.arrayBuffer();
      return this.send(location, {}, redirects + 1);
    }
    const html = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      path: target.pathname + target.search,
      html,
      root: parse(html),
    };
  }

  private cookieHeader(): Readonly<Record<string, string>> {
    const pairs = [...this.cookies].map(([name, value]) => `${name}=${value}`);
    return pairs.length === 0 ? {} : { cookie: pairs.join('; ') };
  }

  private take(setCookie: string): void {
    const [pair] = setCookie.split(';');
    const [name, ...rest] = pair!.split('=');
    if (rest.join('=') === '') this.cookies.delete(name!);
    else this.cookies.set(name!, rest.join('='));
  }
}

const formHeaders = { 'content-type': 'application/x-www-form-urlencoded' };

function valuesOf(form: HTMLElement): [string, string][] {
  return form.querySelectorAll('input, select, textarea').flatMap((field): [string, string][] => {
    const name = field.getAttribute('name');
    if (name === undefined) return [];
    const type = field.getAttribute('type');
    const isTicked = type !== 'checkbox' && type !== 'radio' ? true : field.hasAttribute('checked');
    if (!isTicked) return [];
    if (field.tagName === 'SELECT') {
      return [[name, field.querySelector('option[selected]')?.getAttribute('value') ?? '']];
    }
    return [[name, field.getAttribute('value') ?? field.textContent]];
  });
}

/** The first administrator, signed in. */
export async function browserOfFirst(doorbell: Doorbell): Promise<ConsoleBrowser> {
  const { cookieHeader } = await signInFirst(doorbell);
  return new ConsoleBrowser(doorbell.url).keep(cookieHeader!);
}

export async function browserOf(
  doorbell: Doorbell,
  email: string,
  password: string,
): Promise<ConsoleBrowser> {
  const { cookieHeader } = await signIn(doorbell, email, password);
  return new ConsoleBrowser(doorbell.url).keep(cookieHeader!);
}

/** Its words, as a reader sees them. */
export const wordsOf = (element: HTMLElement | null | undefined): string =>
  (element?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
