import { createServer, type Server } from 'node:http';
import { freePort } from '@app/testing';
import { Provider } from 'oidc-provider';

export const clientId = 'doorbell';
export const clientSecret = 'secret-of-the-client';

/** What the provider says of somebody. */
export interface ProvidedClaims {
  readonly email: string;
  readonly email_verified: boolean;
}

/** A real OpenID Connect provider on this machine, where anybody signs in by their account's name alone. */
export class TestIdentityProvider {
  private constructor(
    readonly issuer: string,
    private readonly server: Server,
  ) {}

  /** @param accounts by the name they sign in with, which is their `sub` */
  static async start(
    redirectUri: string,
    accounts: ReadonlyMap<string, ProvidedClaims>,
    wantedPort?: number,
  ): Promise<TestIdentityProvider> {
    const port = wantedPort ?? (await freePort());
    const issuer = `http://127.0.0.1:${port}`;
    const provider = new Provider(issuer, {
      clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
      claims: { openid: ['sub'], email: ['email', 'email_verified'] },
      findAccount: (_context, sub) => ({
        accountId: sub,
        claims: () => ({ sub, ...accounts.get(sub) }),
      }),
    });
    const answer = provider.callback();
    const server = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return new TestIdentityProvider(issuer, server);
  }

  /** Follows the browser through the provider's pages; answers where it is sent in the end. */
  async signIn(authorizationUrl: string, account: string): Promise<string> {
    const cookies = new Map<string, string>();
    let url = authorizationUrl;
    let body: URLSearchParams | undefined;
    for (let step = 0; step < 12; step += 1) {
      const answer = await fetch(url, {
        redirect: 'manual',
        headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
        ...(body && { method: 'POST', body }),
      });
      for (const cookie of answer.headers.getSetCookie()) {
        const [name, value] = cookie.split(';')[0]!.split('=', 2);
        cookies.set(name!, value!);
      }
      const text = await answer.text();
      const location = answer.headers.get('location');
      if (location !== null) {
        url = new URL(location, this.issuer).href;
        body = undefined;
        if (!url.startsWith(this.issuer)) return url;
      } else {
        const [, action] = /action="([^"]+)"/.exec(text) ?? [];
        const [, prompt] = /name="prompt" value="(\w+)"/.exec(text) ?? [];
        if (!action || !prompt) throw new Error(`The provider answered ${answer.status}: ${text}`);
        url = new URL(action, this.issuer).href;
        body = new URLSearchParams({ prompt, login: account, password: 'any' });
      }
    }
    throw new Error('The provider did not send the browser back.');
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
