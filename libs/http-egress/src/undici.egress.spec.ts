import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer as createTcpServer, type Server as TcpServer, type Socket } from 'node:net';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CallFailure } from './call-failure.js';
import { type EgressOptions, UndiciEgress } from './index.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function egressOf(options: Partial<EgressOptions> = {}): UndiciEgress {
  const egress = new UndiciEgress({
    requestTimeoutMs: 500,
    responseBodyLimit: 1_000,
    allowedTargets: ['127.0.0.0/8'],
    blockedPorts: [],
    requireHttps: false,
    userAgent: 'Doorbell/test',
    ...options,
  });
  closers.push(() => egress.close());
  return egress;
}

async function listen(server: TcpServer): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => void sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => server.close(resolve));
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const http = (answer: RequestListener): Promise<string> => listen(createServer(answer));
const raw = (onSocket: (socket: Socket) => void): Promise<string> => listen(createTcpServer(onSocket));

const codeOf = async (url: string): Promise<string | undefined> =>
  (await egressOf().call({ url, body: '{}' })).error?.code;

describe('UndiciEgress', () => {
  it('sends nothing once its time is over: a process that was frozen learns of its connection before its timers ring', async () => {
    let requests = 0;
    const host = await http((_request, response) => {
      requests += 1;
      response.end();
    });
    const call = egressOf({ requestTimeoutMs: 5_000 }).call({ url: `http://${host}/`, body: '{}' });
    const later = performance.now() + 6_000;
    const now = vi.spyOn(performance, 'now').mockReturnValue(later);
    const result = await call;
    now.mockRestore();
    expect([result.error?.code, requests]).toEqual(['timeout', 0]);
  });

  it('posts JSON with exact headers, Basic authentication from the URL and no fragment', async () => {
    const seen: { request: IncomingMessage; body: string }[] = [];
    const host = await http((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        seen.push({ request, body });
        response.writeHead(204).end();
      });
    });
    const result = await egressOf().call({
      url: `http://us%20er:p%C3%A4ss@${host}/a?b=c#d`,
      body: '{"ä":1}',
    });
    expect(result).toMatchObject({ returnCode: 204, success: true, error: null, remoteAddress: '127.0.0.1' });
    const [{ request, body }] = seen as [(typeof seen)[0]];
    expect([request.method, request.url, request.httpVersion, body]).toEqual([
      'POST',
      '/a?b=c',
      '1.1',
      '{"ä":1}',
    ]);
    expect(request.headers).toEqual({
      host,
      connection: 'keep-alive',
      'content-type': 'application/json',
      'content-length': '8',
      'user-agent': 'Doorbell/test',
      accept: '*/*',
      authorization: `Basic ${Buffer.from('us er:päss').toString('base64')}`,
    });
    expect(result.requestHeaders['authorization']).toBe('***');
  });

  it.each([
    [200, true, undefined],
    [299, true, undefined],
    [304, false, 'status'],
    [302, false, 'redirect'],
    [410, false, 'status'],
    [503, false, 'status'],
  ])('takes %i as success %s', async (status, success, code) => {
    const host = await http((_request, response) => response.writeHead(status, { location: '/' }).end());
    const result = await egressOf().call({ url: `http://${host}/`, body: '{}' });
    expect([result.returnCode, result.success, result.error?.code]).toEqual([status, success, code]);
  });

  it('reuses a connection, and then has no connection timings', async () => {
    const host = await http((_request, response) => response.end('ok'));
    const egress = egressOf();
    const first = await egress.call({ url: `http://${host}/`, body: '{}' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    const second = await egress.call({ url: `http://${host}/`, body: '{}' });
    expect(first.timings.connect).toBeGreaterThanOrEqual(0);
    expect(second.timings).toMatchObject({ dns: null, connect: null, tls: null });
    expect(second.timings.first_byte).toBeGreaterThan(0);
  });

  it('gives up at the deadline: no answer, and headers that drip', async () => {
    const silent = await raw(() => undefined);
    const dripping = await raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nX-A: ');
      const timer = setInterval(() => socket.write('a'), 50);
      socket.on('close', () => clearInterval(timer)).on('error', () => clearInterval(timer));
    });
    for (const host of [silent, dripping]) {
      const result = await egressOf().call({ url: `http://${host}/`, body: '{}' });
      expect(result).toMatchObject({ returnCode: 0, success: false, error: { code: 'timeout' } });
      expect(result.durationMs).toBeLessThan(900);
    }
  });

  it('keeps what there was of a body that drips, is cut off, or never ends: the status has decided', async () => {
    const dripping = await raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n');
      socket.on('error', () => undefined);
    });
    const cut = await raw((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc'));
    for (const host of [dripping, cut]) {
      const result = await egressOf().call({ url: `http://${host}/`, body: '{}' });
      expect(result).toMatchObject({ returnCode: 200, success: true, error: null, responseBody: 'abc' });
    }
    const endless = await http((_request, response) => {
      const timer = setInterval(() => response.write('x'.repeat(500)), 1);
      response.on('close', () => clearInterval(timer));
    });
    const result = await egressOf().call({ url: `http://${endless}/`, body: '{}' });
    expect(result).toMatchObject({ success: true });
    expect(result.responseBody).toHaveLength(1_000);
    expect(result.durationMs).toBeLessThan(400);
  });

  it('is not answered by what only announces an answer', async () => {
    const host = await raw((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', () =>
        socket.write('HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n'),
      );
    });
    const result = await egressOf().call({ url: `http://${host}/`, body: '{}' });
    expect(result).toMatchObject({ returnCode: 500, success: false });
  });

  it('makes the body readable and masks its own credentials in it', async () => {
    const host = await http((request, response) => {
      response.setHeader('x-echo', request.headers.authorization ?? '');
      response.end(Buffer.concat([Buffer.from([0, 255]), Buffer.from(`${request.url} secretpass`)]));
    });
    const result = await egressOf().call({
      url: `http://user:secretpass@${host}/?key=verysecret`,
      body: '{}',
    });
    expect(result.responseBody).toBe('\u{FFFD}\u{FFFD}/?key=*** ***');
    expect(result.responseHeaders['x-echo']).toBe('Basic ***');
  });

  it('masks a credential that the bound of the body cuts in two', async () => {
    const host = await http((_request, response) => response.end(`${'x'.repeat(990)}secretpass and more`));
    const result = await egressOf({ responseBodyLimit: 996 }).call({
      url: `http://user:secretpass@${host}/`,
      body: '{}',
    });
    expect(result.responseBody).toBe(`${'x'.repeat(990)}***`);
  });

  it('says what took so long: the name server, the connection, TLS', async () => {
    const silent = await raw(() => undefined);
    const slowNames = egressOf({ lookup: () => undefined });
    const ofNames = await slowNames.call({ url: 'http://slow.example/', body: '{}' });
    expect(ofNames.error).toEqual({
      code: 'dns',
      message: 'The name server did not answer within 0.5 seconds.',
    });
    const ofTls = await egressOf().call({ url: `https://${silent}/`, body: '{}' });
    expect(ofTls.error).toEqual({ code: 'timeout', message: 'TLS was not agreed within 0.5 seconds.' });
  });

  it('names what went wrong', async () => {
    const resetting = await raw((socket) => socket.destroy());
    const nonsense = await raw((socket) => socket.on('data', () => socket.end('no http at all\r\n\r\n')));
    const plain = await http((_request, response) => response.end());
    const gone = await http(() => undefined);
    await closers.pop()!();
    expect(await codeOf(`http://${resetting}/`)).toBe('reset');
    expect(await codeOf(`http://${nonsense}/`)).toBe('invalid_response');
    expect(await codeOf(`https://${plain}/`)).toBe('tls_other');
    expect(await codeOf(`http://${gone}/`)).toBe('connect_refused');
    expect(await codeOf('http://name.invalid/')).toBe('dns');
  });

  it('does not begin a request before there is a connection where none could be made, and keeps the first that is', async () => {
    let connections = 0;
    const server = createServer((_request, response) => response.end()).on('connection', () => {
      connections += 1;
    });
    const host = await listen(server);
    await closers.pop()!();
    let begun = 0;
    const onConnect = (): void => void (begun += 1);
    subscribe('undici:client:beforeConnect', onConnect);
    closers.push(async () => void unsubscribe('undici:client:beforeConnect', onConnect));
    const egress = egressOf();
    const call = () => egress.call({ url: `http://${host}/`, body: '{}' });
    const refused = [await call(), await call(), await call()];
    expect(refused.map(({ error }) => error?.code)).toEqual(Array(3).fill('connect_refused'));
    expect(begun).toBe(1);
    await new Promise<void>((resolve) => server.listen(Number(host.split(':')[1]), '127.0.0.1', resolve));
    closers.push(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    const first = await call();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const second = await call();
    expect([first.returnCode, second.returnCode]).toEqual([200, 200]);
    expect([first.timings.connect, second.timings.connect]).toEqual([expect.any(Number), null]);
    expect([connections, begun]).toEqual([1, 2]);
  });

  it('ends a call that still waits for its connection when it is closed', async () => {
    let isHanging = false;
    const nobody = Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
    const egress = egressOf({
      requestTimeoutMs: 5_000,
      lookup: (_name, _options, answer) => void (isHanging || answer(nobody, [])),
    });
    const call = () => egress.call({ url: 'http://hanging.example/', body: '{}' });
    expect((await call()).error?.code).toBe('dns');
    isHanging = true;
    const began = performance.now();
    const waiting = call();
    await egress.close();
    expect((await waiting).error?.code).toBe('interrupted');
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('makes failures without a stack, and leaves those of others alone', () => {
    const before = Error.stackTraceLimit;
    expect(new CallFailure('dns', 'The host name could not be found.').stack).not.toContain(' at ');
    const unreadable = { toString: () => expect.fail('unreadable') } as unknown as string;
    expect(() => new CallFailure('dns', unreadable)).toThrow('unreadable');
    expect(Error.stackTraceLimit).toBe(before);
  });

  it('refuses private targets, by address and by the address of a name', async () => {
    const egress = egressOf({ allowedTargets: [] });
    for (const url of [
      'http://127.0.0.1/',
      'http://2130706433/',
      'http://[::1]/',
      'http://localhost/',
      'http://0x7f.1/',
    ]) {
      const result = await egress.call({ url, body: '{}' });
      expect([url, result.error?.code]).toEqual([url, 'target_blocked']);
    }
    const https = egressOf({ requireHttps: true });
    expect((await https.call({ url: 'http://127.0.0.1/', body: '{}' })).error?.code).toBe('target_blocked');
  });

  it('ends as interrupted when it is told to', async () => {
    const host = await raw(() => undefined);
    const ending = new AbortController();
    setTimeout(() => ending.abort(), 50);
    const result = await egressOf().call({ url: `http://${host}/`, body: '{}' }, ending.signal);
    expect(result).toMatchObject({ returnCode: 0, error: { code: 'interrupted' } });
  });
});
