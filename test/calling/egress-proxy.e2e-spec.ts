import type { LookupFunction } from 'node:net';
import { type CallResult, type EgressOptions, UndiciEgress } from '@app/http-egress';
import { type CertificateFault, readCertificates, type Receiver, rude, startReceiver } from '@app/testing';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { queueNames, startDoorbell } from '../setup/doorbell.js';
import { type ProxyConfiguration, ProxyProcess } from './proxy/proxy-process.js';

const login = 'doorbell:pr0xy-s3cret';
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function proxyThat(configuration: ProxyConfiguration = {}): Promise<ProxyProcess> {
  const proxy = await ProxyProcess.start(configuration);
  closers.push(() => proxy.close());
  return proxy;
}

async function receiverThat(options: Parameters<typeof startReceiver>[0] = {}): Promise<Receiver> {
  const receiver = await startReceiver(options);
  closers.push(() => receiver.close());
  return receiver;
}

function egressOver(proxyUrl: string, options: Partial<EgressOptions> = {}): UndiciEgress {
  const egress = new UndiciEgress({
    requestTimeoutMs: 3_000,
    responseBodyLimit: 1_000,
    allowedTargets: ['127.0.0.0/8'],
    blockedPorts: [],
    requireHttps: false,
    userAgent: 'test',
    proxyUrl,
    ...options,
  });
  closers.push(() => egress.close());
  return egress;
}

const callOver = (proxyUrl: string, url: string, options?: Partial<EgressOptions>): Promise<CallResult> =>
  egressOver(proxyUrl, options).call({ url, body: '{}' });

/** A name server that knows one name, or all. */
const nameOf =
  (...addresses: readonly string[]): LookupFunction =>
  (_hostname, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

const certificateThat = async (fault: CertificateFault) =>
  (await readCertificates(inject('servers').certificates))[fault];

describe.each(queueNames)('a proxy over the %s queue', (queue) => {
  it('carries every call and test call, and its credentials are in no log', async () => {
    const proxy = await proxyThat({ login });
    const receiver = await receiverThat();
    const doorbell = await startDoorbell({
      queue,
      settings: { egressProxy: `http://${login}@127.0.0.1:${proxy.port}` },
    });
    closers.push(() => doorbell.stop());
    const organizer = await doorbell.createOrganizer();
    const webhook = await organizer.createWebhook({ target_url: receiver.url });
    await organizer.record();
    await doorbell.untilNothingIsOwed();
    const test = await organizer.api.post(`${organizer.path}/webhooks/${webhook.id}/test/`, {
      action_type: 'pretix.event.order.placed',
    });
    expect(test).toMatchObject({ status: 200, body: { return_code: 200 } });
    expect(receiver.requests).toHaveLength(2);
    expect(proxy.requests.length).toBeGreaterThan(0);
    expect(receiver.connections).toBe(proxy.requests.length);
    const asked = { method: 'CONNECT', hostname: '127.0.0.1', port: receiver.port, isWelcome: true };
    expect(new Set(proxy.requests.map((request) => JSON.stringify(request)))).toEqual(
      new Set([JSON.stringify(asked)]),
    );
    await proxy.close();
    await organizer.record();
    await doorbell.untilAllWait();
    const [failed] = await organizer.calls(webhook.id);
    const call = await organizer.call(webhook.id, failed!.id);
    expect(call.error).toEqual({ code: 'proxy', message: 'The proxy could not be reached (ECONNREFUSED).' });
    expect(call.next_attempt).not.toBeNull();
    const tables = await doorbell.query<{ readonly name: string }>(
      "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'",
    );
    expect(tables.map(({ name }) => name)).toContain('calls');
    const rows = await Promise.all(tables.map(({ name }) => doorbell.query(`SELECT * FROM ${name}`)));
    const stored = JSON.stringify([call, rows]);
    expect(stored).not.toMatch(/pr0xy|s3cret/);
  });
});

describe('a proxy', () => {
  it('is asked for the address that was checked, and the receiver sees the name', async () => {
    const proxy = await proxyThat();
    const receiver = await receiverThat();
    const url = `http://hooks.example:${receiver.port}/in`;
    const lookup = nameOf('127.0.0.1');
    const result = await callOver(`http://127.0.0.1:${proxy.port}`, url, { lookup });
    expect(result).toMatchObject({ returnCode: 200, remoteAddress: '127.0.0.1' });
    expect(result.timings.dns).not.toBeNull();
    expect(receiver.requests[0]!.headers['host']).toBe(`hooks.example:${receiver.port}`);
    expect(receiver.requests[0]!.headers).not.toHaveProperty('proxy-authorization');
    expect(proxy.requests).toEqual([
      { method: 'CONNECT', hostname: '127.0.0.1', port: receiver.port, isWelcome: true },
    ]);
  });

  it('is not asked for what may not be called', async () => {
    const proxy = await proxyThat();
    const over = `http://127.0.0.1:${proxy.port}`;
    const options = { allowedTargets: [], blockedPorts: ['25'] };
    const refused = [
      ['http://127.0.0.1/', {}],
      ['http://[::ffff:10.0.0.1]/', {}],
      ['http://203.0.114.1:25/', {}],
      ['https://private.example/', { lookup: nameOf('203.0.114.1', '10.0.0.1') }],
    ] as const;
    for (const [url, more] of refused) {
      const result = await callOver(over, url, { ...options, ...more });
      expect([url, result.error?.code]).toEqual([url, 'target_blocked']);
    }
    expect(proxy.requests).toEqual([]);
  });

  it('does not weaken TLS: the certificate must be that of the name, and trusted', async () => {
    const proxy = await proxyThat();
    const over = `http://127.0.0.1:${proxy.port}`;
    const codes: Record<string, unknown> = {};
    const took: Record<string, unknown> = {};
    for (const fault of ['valid', 'expired', 'wrong-host', 'untrusted'] as const) {
      const receiver = await receiverThat({ certificate: await certificateThat(fault) });
      const result = await callOver(over, `https://localhost:${receiver.port}/`);
      codes[fault] = result.error?.code ?? result.returnCode;
      took[fault] = result.timings.tls;
    }
    expect(codes).toEqual({
      valid: 200,
      expired: 'tls_expired',
      'wrong-host': 'tls_hostname',
      untrusted: 'tls_untrusted',
    });
    expect(took['valid']).toBeGreaterThan(0);
  });

  it('may be spoken to over TLS, and must then have a certificate that is trusted', async () => {
    const receiver = await receiverThat();
    const secure = await receiverThat({ certificate: await certificateThat('valid') });
    const proxy = await proxyThat({ certificate: await certificateThat('valid'), login });
    const over = `https://${login}@localhost:${proxy.port}`;
    expect(await callOver(over, receiver.url)).toMatchObject({ returnCode: 200 });
    expect(await callOver(over, secure.url)).toMatchObject({ returnCode: 200 });
    const untrusted = await proxyThat({ certificate: await certificateThat('untrusted') });
    const result = await callOver(`https://localhost:${untrusted.port}`, receiver.url);
    expect(result.error).toEqual({
      code: 'proxy',
      message: 'The proxy could not be reached (DEPTH_ZERO_SELF_SIGNED_CERT).',
    });
    expect(receiver.requests).toHaveLength(1);
  });

  it('that refuses is named as what failed, without its credentials', async () => {
    const proxy = await proxyThat({ login });
    const receiver = await receiverThat();
    for (const credentials of ['', 'doorbell:wrong@']) {
      const result = await callOver(`http://${credentials}127.0.0.1:${proxy.port}`, receiver.url);
      expect(result).toMatchObject({ returnCode: 0, success: false });
      expect(result.error).toEqual({
        code: 'proxy',
        message: `The proxy answered 407 when asked for 127.0.0.1:${receiver.port}.`,
      });
    }
    expect(receiver.requests).toEqual([]);
  });

  it('takes the next address of a name where it cannot reach the first', async () => {
    const proxy = await proxyThat();
    const receiver = await receiverThat();
    const lookup = nameOf('127.0.0.9', '127.0.0.1');
    const url = `http://two.example:${receiver.port}/`;
    const result = await callOver(`http://127.0.0.1:${proxy.port}`, url, { lookup });
    expect(result).toMatchObject({ returnCode: 200, remoteAddress: '127.0.0.1' });
    expect(proxy.requests.map(({ hostname }) => hostname)).toEqual(['127.0.0.9', '127.0.0.1']);
  });

  it.each(['silent', 'banner', 'tls-alert', 'close-at-once', 'reset-at-once', 'refuse'] as const)(
    'that is %s is a failure of the proxy, within the timeout',
    async (greeting) => {
      const rudeProxy = await receiverThat({ greeting });
      const result = await callOver(`http://127.0.0.1:${rudeProxy.port}`, 'http://127.0.0.1:9/', {
        requestTimeoutMs: 500,
      });
      const code = greeting === 'silent' ? 'connect_timeout' : 'proxy';
      expect([result.returnCode, result.error?.code]).toEqual([0, code]);
      expect(result.durationMs).toBeLessThan(1_500);
    },
  );

  it('changes nothing about deadlines and kept connections', async () => {
    const proxy = await proxyThat();
    const egress = egressOver(`http://127.0.0.1:${proxy.port}`, { requestTimeoutMs: 500 });
    const hanging = await receiverThat({ answer: rude('hang') });
    const hung = await egress.call({ url: hanging.url, body: '{}' });
    expect(hung).toMatchObject({ returnCode: 0, error: { code: 'timeout' } });
    const receiver = await receiverThat();
    for (let count = 0; count < 3; count += 1) {
      expect(await egress.call({ url: receiver.url, body: '{}' })).toMatchObject({ returnCode: 200 });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(receiver.connections).toBe(1);
  });
});
