import * as fc from 'fast-check';

const nested = (open: string, close: string, depth: number): string =>
  open.repeat(depth) + close.repeat(depth);

/** Keys that mean something to JavaScript, to our readers, or to nobody. */
export const hostileKey: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'valueOf',
    'then',
    'toJSON',
    'length',
    '',
    ' ',
    '\0',
    '0',
    'id',
    'data',
    'detail',
    'non_field_errors',
    'organizer',
    'notification_id',
    '\ud800',
    'X-Injected',
    'a\r\nX-Injected: yes',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

/** Texts that break out of where they stand, or break what they are put into. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    '\udfff\ud800',
    '\ufeff',
    '\u202e\u2028\u2029',
    'x\r\nX-Injected: yes\r\n\r\n',
    'x\nX-Injected: yes',
    "'; DROP TABLE webhooks; --",
    '$1',
    '%',
    '_',
    '\\',
    '%00',
    '%zz',
    '{{7*7}}',
    '<script>alert(1)</script>',
    '../../../../etc/passwd',
    '😀'.repeat(300),
    'a'.repeat(2_000),
    '2026-05-03T10:00:00Z',
    '0000-01-01T00:00:00+23:59',
    '9999-12-31T23:59:59-23:59',
    '275760-09-13T00:00:00Z',
    'http://127.0.0.1:1/',
    'http://user%0d%0a:pass@127.0.0.1:1/',
    'http://[::ffff:127.0.0.1]:1/%0d%0aX-Injected:%20yes?a=\u00e9#\u00e9',
    'http://127.0.0.1:1/\u0100\uffff',
    'pretix.event.order.*',
    'pretix.event.order.placed',
    'pretix.event.order.changed.\u0000',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);

/** Values as the text of JSON, a few of them none. */
export const hostileJson: fc.Arbitrary<string> = fc.oneof(
  hostileText.map((text) => JSON.stringify(text)),
  fc.constantFrom(
    'null',
    'true',
    'false',
    '0',
    '-0',
    '1',
    '-1',
    '1.5',
    '1e400',
    '-1e400',
    '1e-400',
    '9007199254740993',
    '-9223372036854775809',
    '1'.repeat(500),
    '[]',
    '{}',
    '[null]',
    '[[]]',
    '[{}]',
    '{"__proto__":{"isAdmin":true}}',
    '{"constructor":{"prototype":{"isAdmin":true}}}',
    '{"a":1,"a":2}',
    '"\\ud800"',
    '{"\\ud800":"\\udfff"}',
    '{"\\u0000":"\\u0000"}',
    'NaN',
    'undefined',
    "'x'",
    nested('[', ']', 100),
    nested('[', ']', 7_000),
    nested('[', ']', 100_000),
    `${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`,
    `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
    JSON.stringify('x'.repeat(100_000)),
    `[${'1,'.repeat(50_000)}1]`,
    `{${Array.from({ length: 5_000 }, (_, index) => `"k${index}":${index}`).join(',')}}`,
  ),
  fc.oneof(fc.bigInt(), fc.double({ noNaN: true, noDefaultInfinity: true })).map(String),
  fc.json({ depthSize: 'medium' }),
);

/** The text of JSON that is `example` in most places and hostile in some; objects gain keys, also ones they have. */
export function spoiltJson(example: unknown): fc.Arbitrary<string> {
  const asItIs = fc.constant(JSON.stringify(example));
  return fc.oneof(
    { weight: 5, arbitrary: asItIs },
    { weight: 1, arbitrary: hostileJson },
    ...(typeof example === 'object' && example !== null
      ? [{ weight: 5, arbitrary: spoiltInside(example) }]
      : []),
  );
}

function spoiltInside(example: object): fc.Arbitrary<string> {
  if (Array.isArray(example)) {
    const items = fc.tuple(...example.map((item: unknown) => spoiltJson(item)));
    const more = fc.array(example.length > 0 ? spoiltJson(example[0]) : hostileJson, { maxLength: 2 });
    return fc.tuple(items, more).map(([own, added]) => `[${[...own, ...added].join(',')}]`);
  }
  const entries = Object.entries(example).map(([key, value]) =>
    fc.oneof(
      { weight: 9, arbitrary: spoiltJson(value).map((text) => `${JSON.stringify(key)}:${text}`) },
      { weight: 1, arbitrary: fc.constant(undefined) },
    ),
  );
  const more = fc.array(
    fc
      .tuple(fc.oneof(hostileKey, fc.constantFrom(...Object.keys(example), 'x')), hostileJson)
      .map(([key, text]) => `${JSON.stringify(key)}:${text}`),
    { maxLength: 2 },
  );
  return fc
    .tuple(fc.tuple(...entries), fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, more))
    .map(([own, added]) => `{${[...own, ...added].filter((entry) => entry !== undefined).join(',')}}`);
}
