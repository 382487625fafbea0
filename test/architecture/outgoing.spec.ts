import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const files = ['src', 'libs'].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.(spec|conformance)\.ts$/.test(name))
    .map((name) => join(root, name)),
);

/** What can open a connection to somewhere: an import that is no mere type, or fetch. */
const opening =
  /^import (?!type\b)[^;]*from '(undici|openid-client|node:(http|https|http2|net|tls|dgram))';|(?<![.\w])fetch\(/m;

/** Each with its reason. */
const allowed: Readonly<Record<string, string>> = {
  'src/health/probe.ts': 'asks the health of its own process, on 127.0.0.1',
  'src/health/metrics-server.ts': 'listens',
  'src/console/webhooks/form/url-hints.service.ts': 'tells addresses from names, and opens nothing',
  'src/organizers/single-sign-on/identity-provider.service.ts': 'asks the identity provider of the settings',
  'src/organizers/single-sign-on/single-sign-on.service.ts': 'makes random texts, and opens nothing',
  'libs/embedded-postgres/src/postmaster.ts': 'looks for a free port, by listening',
};

describe('What goes out', () => {
  it('goes through libs/http-egress, where addresses and ports are checked', () => {
    const others = files.filter(
      (file) => !/^libs\/(http-egress|testing)\//.test(file) && opening.test(readFileSync(file, 'utf8')),
    );
    expect(others.toSorted()).toEqual(Object.keys(allowed).toSorted());
  });

  it('is opened in two places there', () => {
    const places = files.filter(
      (file) =>
        file.startsWith('libs/http-egress/') &&
        /\b(buildConnector|httpRequest|httpsRequest)\b/.test(readFileSync(file, 'utf8')),
    );
    expect(places).toEqual(['libs/http-egress/src/connector.ts', 'libs/http-egress/src/proxy-tunnel.ts']);
  });
});
