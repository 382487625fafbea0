import type { Session } from '@app/access';
import { FirstSignIn, People, type SignedIn, type SignedOut, SignIn } from '@contracts/organizers';
import type { ProbeAnswer } from './console-probe.js';
import type { ApiAnswer, Doorbell, JsonObject } from './doorbell.js';

export const goodPassword = 'a quiet bell at dawn';
export const firstEmail = 'ada@example.org';
const address = '192.0.2.7';
/** A page of anybody who is signed in. */
export const page = '/console/probe/person';

/** One browser: keeps the cookie it is sent, and gives it back. */
export class Browser {
  private cookie: string | undefined;
  private known: string | undefined;

  constructor(private readonly doorbell: Doorbell) {}

  /** What the answer says of the cookie; an empty one ends it. */
  take({ setCookie }: SignedIn | SignedOut): void {
    const [pair] = setCookie[0]!.split(';');
    this.cookie = pair!.endsWith('=') ? undefined : pair;
    this.known = setCookie[1]?.split(';')[0] ?? this.known;
  }

  /** What stays when the session ends: that the person has signed in here. */
  get knownBrowserCookie(): string | undefined {
    return this.known;
  }

  get cookieHeader(): string | undefined {
    return this.cookie;
  }

  async get<Body = JsonObject>(
    path: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ApiAnswer<Body>> {
    const kept = this.cookie === undefined ? {} : { cookie: this.cookie };
    return this.doorbell.anonymous.get<Body>(path, { ...kept, ...headers });
  }

  /** Whether the session of its cookie counts. */
  async isSignedIn(): Promise<boolean> {
    return (await this.status(page)) === 200;
  }

  /** Of the person who is signed in. */
  async session(): Promise<Session> {
    return (await this.get<ProbeAnswer>(page)).body.session;
  }

  async status(path: string): Promise<number> {
    return (await this.get(path)).status;
  }
}

export const signInOf = ({ app }: Doorbell): SignIn => app.get<SignIn>(SignIn, { strict: false });

export const peopleOf = ({ app }: Doorbell): People => app.get<People>(People, { strict: false });

/** The first administrator, in the browser they are signed in with. */
export async function signInFirst(doorbell: Doorbell): Promise<Browser> {
  const given = { email: firstEmail, name: 'Ada', password: goodPassword, address };
  const browser = new Browser(doorbell);
  browser.take(await signInOf(doorbell).byLink(await firstLink(doorbell), given));
  return browser;
}

/** Somebody in a new browser. */
export async function signIn(
  doorbell: Doorbell,
  email = firstEmail,
  password = goodPassword,
): Promise<Browser> {
  const browser = new Browser(doorbell);
  browser.take(await signInOf(doorbell).byPassword({ email, password, address }));
  return browser;
}

/** Uses a link, in a new browser. */
export async function signInByLink(
  doorbell: Doorbell,
  token: string,
  password = goodPassword,
): Promise<Browser> {
  const browser = new Browser(doorbell);
  browser.take(await signInOf(doorbell).byLink(token, { password, address }));
  return browser;
}

/** A link for the first administrator. */
export async function firstLink({ app }: Doorbell): Promise<string> {
  return (await app.get<FirstSignIn>(FirstSignIn, { strict: false }).createLink())!.token;
}
