import { FirstSignIn, type SignedIn, type SignedOut, SignIn } from '@contracts/organizers';
import type { ApiAnswer, Doorbell, JsonObject } from './doorbell.js';

export const goodPassword = 'a quiet bell at dawn';
export const firstEmail = 'ada@example.org';
const address = '192.0.2.7';

/** One browser: keeps the cookie it is sent, and gives it back. */
export class Browser {
  private cookie: string | undefined;

  constructor(private readonly doorbell: Doorbell) {}

  /** What the answer says of the cookie; an empty one ends it. */
  take({ setCookie }: SignedIn | SignedOut): void {
    const [pair] = setCookie.split(';');
    this.cookie = pair!.endsWith('=') ? undefined : pair;
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

  async status(path: string): Promise<number> {
    return (await this.get(path)).status;
  }
}

export const signInOf = ({ app }: Doorbell): SignIn => app.get<SignIn>(SignIn, { strict: false });

/** The first administrator, in the browser they are signed in with. */
export async function signInFirst(doorbell: Doorbell): Promise<Browser> {
  const link = await doorbell.app.get<FirstSignIn>(FirstSignIn, { strict: false }).createLink();
  const given = { email: firstEmail, name: 'Ada', password: goodPassword, address };
  const browser = new Browser(doorbell);
  browser.take(await signInOf(doorbell).byLink(link!.token, given));
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
