import type { TextCatalog } from '@app/database';
import type { SettledCall } from '@contracts/delivery';
import { describe, expect, it } from 'vitest';
import { CallTexts } from './call-texts.service.js';

/** Numbers texts as they come. */
function catalogOf(stored: string[]): TextCatalog {
  const idsOf = async (texts: Iterable<string>): Promise<ReadonlyMap<string, number>> => {
    for (const text of texts) if (!stored.includes(text)) stored.push(text);
    return new Map(stored.map((text, index) => [text, index + 1]));
  };
  return { idsOf } as Partial<TextCatalog> as TextCatalog;
}

const callAnswered = (responseHeaders: Readonly<Record<string, string>>): SettledCall =>
  ({
    url: 'https://user:hidden@example.org/hook',
    began: new Date('2026-05-03T10:00:00.000Z'),
    notification: { actionType: 'type', action: 'action', body: '{}' },
    result: { requestHeaders: { accept: '*/*' }, responseHeaders },
  }) as unknown as SettledCall;

describe('CallTexts', () => {
  it('stores what repeats once, the URL masked', async () => {
    const stored: string[] = [];
    const texts = new CallTexts(catalogOf(stored));
    const [first, second] = await texts.store([callAnswered({}), callAnswered({})]);
    expect(stored).toEqual(['type', 'action', 'https://***:***@example.org/hook', '{"accept":"*/*"}', '{}']);
    expect(first).toMatchObject({ actionTypeId: 1, actionId: 2, targetUrlId: 3, requestHeadersId: 4 });
    expect(second).toMatchObject({ actionTypeId: 1, actionId: 2, targetUrlId: 3, requestHeadersId: 4 });
  });

  it('leaves response headers in the row until they come again', async () => {
    const stored: string[] = [];
    const texts = new CallTexts(catalogOf(stored));
    const numbered = Array.from({ length: 20 }, (_, index) => callAnswered({ 'x-id': String(index) }));
    const rows = await texts.store([...numbered, numbered[3]!]);
    expect(rows.slice(0, 20).every(({ responseHeadersId }) => responseHeadersId === null)).toBe(true);
    expect(rows[7]).toMatchObject({ responseHeaders: '{"x-id":"7"}' });
    expect(rows[20]).toMatchObject({
      responseHeadersId: stored.indexOf('{"x-id":"3"}') + 1,
      responseHeaders: null,
    });
    expect(stored.filter((text) => text.includes('x-id'))).toEqual(['{"x-id":"3"}']);
  });
});
