import { connect } from 'node:tls';
import { foreignLanguages, readCertificates, rude, startForeignReceiver, startReceiver } from '@app/testing';
import { describe, expect, inject, it } from 'vitest';
import { createDatabase, queryOnce } from './test-database.js';

const post = (url: string, body: unknown): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });

describe('the servers of the tests', () => {
  it('give each application a migrated database of its own, also to several at once', async () => {
    const { postgresUrl } = inject('servers');
    const databases = await Promise.all([1, 2, 3].map(() => createDatabase(postgresUrl)));
    for (const database of databases) {
      expect(await queryOnce(database.url, 'SELECT count(*)::int AS count FROM webhooks', [])).toEqual([
        { count: 0 },
      ]);
      await database.drop();
    }
    expect(new Set(databases.map(({ number }) => number)).size).toBe(3);
  });

  it('record what they receive', async () => {
    const receiver = await startReceiver({ answer: (_request, _response, count) => 200 + count });
    const answers = [await post(receiver.url, { a: 1 }), await post(`${receiver.url}b?c`, { a: 2 })];
    expect(answers.map(({ status }) => status)).toEqual([201, 202]);
    const [first, second] = await receiver.waitFor(2);
    expect([first?.json, second?.url]).toEqual([{ a: 1 }, '/b?c']);
    await expect(receiver.waitFor(3, { timeoutMs: 10 })).rejects.toThrow('2 of 3');
    await receiver.close();
  });

  it.each(foreignLanguages)('speak %s', async (language) => {
    const receiver = await startForeignReceiver(language);
    expect((await post(receiver.url, { a: 1 })).status).toBe(204);
    expect(await receiver.bodies()).toEqual(['{"a":1}']);
    await receiver.close();
  });

  it('answer badly', async () => {
    const receiver = await startReceiver({ answer: rude('close-in-body') });
    const response = await post(receiver.url, {});
    await expect(response.text()).rejects.toThrow('terminated');
    expect(receiver.requests[0]?.head).toContain('POST / HTTP/1.1');
    await receiver.close();
  });

  it('have certificates with exactly one fault each, under an authority that tests trust', async () => {
    const certificates = await readCertificates(inject('servers').certificates);
    const codes: Record<string, string> = {};
    for (const [fault, certificate] of Object.entries(certificates)) {
      const receiver = await startReceiver({ certificate });
      codes[fault] = await new Promise<string>((resolve) => {
        const socket = connect(receiver.port, '127.0.0.1', { host: '127.0.0.1' });
        socket.once('secureConnect', () => resolve('none'));
        socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
      });
      await receiver.close();
    }
    expect(codes).toEqual({
      valid: 'none',
      expired: 'CERT_HAS_EXPIRED',
      'wrong-host': 'ERR_TLS_CERT_ALTNAME_INVALID',
      untrusted: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
  });
});
