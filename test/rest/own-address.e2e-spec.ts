import { afterEach, describe, expect, it } from 'vitest';
import type { Settings } from '../../src/config/settings.js';
import { sendRaw } from '../security/raw-client.js';
import { type Doorbell, startDoorbell } from '../setup/doorbell.js';

const list = '/api/v1/organizers/';
const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'doorbell.example' };

let doorbell: Doorbell | undefined;
afterEach(async () => doorbell?.stop());

/** The link to the second page of a list, as a request with such headers gets it. */
async function linkWith(settings: Partial<Settings>): Promise<string | null> {
  doorbell = await startDoorbell({ settings });
  for (const slug of ['one', 'two']) await doorbell.admin.put(`${list}${slug}/`, { name: slug });
  const { body } = await doorbell.admin.get<{ next: string | null }>(`${list}?page_size=1`, forwarded);
  return body.next;
}

describe('Absolute links', () => {
  it('begin with what the request came to, whatever strangers say in X-Forwarded-*', async () => {
    expect(await linkWith({})).toBe(`${doorbell!.url}${list}?page_size=1&page=2`);
  });

  it.each([
    'a b',
    '[::1',
    'doorbell.example/path',
    'user@doorbell.example',
    'doorbell.example:8x',
    '"><script>',
  ])('are made of no Host that is none: %s', async (host) => {
    doorbell = await startDoorbell();
    const headers = [
      ['Host', host],
      ['Authorization', `Token ${doorbell.settings.adminToken}`],
    ] as const;
    const answer = await sendRaw(doorbell.url, { method: 'GET', path: list, headers });
    expect([answer.status, answer.text]).toEqual([400, '{"detail":"Invalid Host header."}']);
  });

  it.each([true, '127.0.0.0/8,::1'])(
    'begin with what a proxy of DOORBELL_TRUST_PROXY=%s says it was asked for',
    async (trustProxy) => {
      expect(await linkWith({ trustProxy })).toBe(`https://doorbell.example${list}?page_size=1&page=2`);
    },
  );

  it('believe no proxy outside of the ranges of DOORBELL_TRUST_PROXY', async () => {
    expect(await linkWith({ trustProxy: '10.0.0.0/8' })).toBe(`${doorbell!.url}${list}?page_size=1&page=2`);
  });

  it('begin with DOORBELL_PUBLIC_URL where it is set, its path included', async () => {
    const publicUrl = 'https://hooks.example/doorbell';
    expect(await linkWith({ publicUrl, trustProxy: true })).toBe(`${publicUrl}${list}?page_size=1&page=2`);
  });
});
