import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { type DocumentedOperation, fillPath } from '../documented-operations.js';
import type { RawRequest } from '../raw-client.js';
import { hostileJson, hostileKey, hostileText, spoiltJson } from './hostile-values.js';

/** What a request is made of, before it is known which objects there are. */
export interface HostileRequest {
  /** `existing(name)` stands where this is undefined. */
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: string;
  readonly headers: readonly (readonly [string, string])[];
  /** A character a byte, which is how a failure shows it best. */
  readonly body: string | undefined;
}

/** Lone surrogates have no bytes. */
const wellFormed = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');
const asBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** In a path and a query: percent-encoded as it should be, or as it should not. */
const urlText: fc.Arbitrary<string> = fc.oneof(
  hostileText.map((text) => encodeURIComponent(wellFormed(text))),
  fc.constantFrom(
    '%',
    '%zz',
    '%c3%28',
    '%ed%a0%80',
    '%00',
    '%2e%2e',
    '..',
    '.',
    '%2F',
    '%0d%0aX-Injected:%20yes',
    '0',
    '-1',
    '1e3',
    '0x10',
    '9007199254740993',
    '99999999999999999999',
    '__proto__',
    'constructor',
    'x'.repeat(600),
    '"<>',
    'a;b',
    ':organizer',
    '*',
  ),
);

/** In the bytes of a header: mostly what Node lets through. */
const headerText: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: hostileText.map((text) => text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '')) },
  { weight: 1, arbitrary: hostileText.map((text) => Buffer.from(wellFormed(text)).toString('latin1')) },
);

const mostly = <Value>(usual: Value, other: fc.Arbitrary<Value>, weight = 6): fc.Arbitrary<Value> =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });

const contentTypes = [
  'application/json; charset=utf-16',
  'application/json;charset="',
  'APPLICATION/JSON ; charset=latin1',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json, text/plain',
  'application/merge-patch+json',
  ';',
  '',
];

type Header = readonly [string, string];
const header = (name: string, value: fc.Arbitrary<string>): fc.Arbitrary<Header> =>
  value.map((text) => [name, text] as const);

const oddHeader: fc.Arbitrary<Header> = fc.oneof(
  header(
    'Accept',
    fc.oneof(headerText, fc.constantFrom('text/html', 'application/json;q=0', '*/*;q=x', ',')),
  ),
  header('Content-Encoding', fc.constantFrom('gzip', 'br', 'identity, gzip', 'x')),
  header('Transfer-Encoding', fc.constantFrom('gzip', 'identity', 'chunked, gzip')),
  header('Content-Length', fc.constantFrom('-1', '1e3', '99999999999999999999', '4294967297')),
  header('X-Idempotency-Key', fc.oneof(headerText, fc.constantFrom('k'.repeat(190), 'k'.repeat(191)))),
  header('Idempotency-Key', headerText),
  header('Host', fc.oneof(headerText, fc.constantFrom('a b', 'a:b', '[::1', 'h/..', '@', 'x:99999', ''))),
  header('X-Forwarded-For', headerText),
  header('X-Forwarded-Host', headerText),
  header('X-Forwarded-Proto', headerText),
  header(
    'Authorization',
    headerText.map((text) => `Token ${text}`),
  ),
  header('Expect', fc.constantFrom('100-continue', 'a miracle')),
  header('Upgrade', fc.constantFrom('websocket', 'h2c')),
  header('Cookie', headerText),
  header('Range', headerText),
  header('X-Http-Method-Override', fc.constantFrom('DELETE', 'nonsense')),
  header('X-Request-Id', headerText),
  header('X-Long', fc.constantFrom('x'.repeat(8_000), 'x'.repeat(20_000))),
);

function bodyOf({ bodyExample, method }: DocumentedOperation): fc.Arbitrary<string | undefined> {
  const nothing = fc.constant(undefined);
  const stray = hostileJson.map(asBytes);
  if (bodyExample === undefined)
    return fc.oneof(
      { weight: method === 'GET' ? 20 : 6, arbitrary: nothing },
      { weight: 1, arbitrary: stray },
    );
  const whole = asBytes(JSON.stringify(bodyExample));
  return fc.oneof(
    { weight: 12, arbitrary: spoiltJson(bodyExample).map(asBytes) },
    { weight: 1, arbitrary: stray },
    { weight: 1, arbitrary: nothing },
    {
      weight: 1,
      arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    },
    { weight: 1, arbitrary: fc.nat(whole.length).map((length) => whole.slice(0, length)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        asBytes('\ufeff') + whole,
        Buffer.from(JSON.stringify(bodyExample), 'utf16le').toString('latin1'),
        gzipSync(whole).toString('latin1'),
        '"\xff\xfe"',
      ),
    },
  );
}

function queryOf({ parameters }: DocumentedOperation): fc.Arbitrary<string> {
  const names = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const pair = fc
    .tuple(
      names.length > 0
        ? mostly(undefined, hostileKey, 5).chain((odd) =>
            odd === undefined ? fc.constantFrom(...names) : fc.constant(encodeURIComponent(wellFormed(odd))),
          )
        : hostileKey.map((key) => encodeURIComponent(wellFormed(key))),
      fc.oneof(urlText, fc.constantFrom('1', 'true', 'false', 'democon', '2026-05-03T10:00:00Z', 'pending')),
    )
    .map(([name, value]) => `${name}=${value}`);
  const pairs = fc.array(fc.oneof({ weight: 8, arbitrary: pair }, { weight: 1, arbitrary: urlText }), {
    maxLength: names.length > 0 ? 4 : 1,
  });
  return pairs.map((list) => (list.length === 0 ? '' : `?${list.join('&')}`));
}

/** A request for the operation that is right in most places. */
export function hostileRequest(operation: DocumentedOperation): fc.Arbitrary<HostileRequest> {
  const names = operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
  const path = fc.record(
    Object.fromEntries(
      names.map((name) => [
        name,
        mostly<string | undefined>(undefined, urlText, name === 'organizer' ? 20 : 6),
      ]),
    ),
  );
  const type = mostly('application/json', fc.oneof(fc.constantFrom(...contentTypes), headerText), 8);
  const odd = mostly<readonly Header[]>([], fc.array(oddHeader, { minLength: 1, maxLength: 3 }), 2);
  return fc
    .tuple(path, queryOf(operation), type, odd, bodyOf(operation))
    .map(([inPath, query, contentType, oddHeaders, body]) => ({
      path: inPath,
      query,
      headers: [...(body === undefined ? [] : [['Content-Type', contentType] as const]), ...oddHeaders],
      body,
    }));
}

/** The bytes to send. */
export function toRaw(
  operation: DocumentedOperation,
  { path, query, headers, body }: HostileRequest,
  token: string,
  existing: (name: string) => string,
): RawRequest {
  const isAuthorized = headers.some(([name]) => name === 'Authorization');
  return {
    method: operation.method,
    path: fillPath(operation.path, (name) => path[name] ?? existing(name)) + query,
    headers: [...(isAuthorized ? [] : [['Authorization', `Token ${token}`] as const]), ...headers],
    ...(body === undefined ? {} : { body: Buffer.from(body, 'latin1') }),
  };
}
