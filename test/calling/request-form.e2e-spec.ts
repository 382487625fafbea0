import { type Receiver, startReceiver } from '@app/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Doorbell, queueNames, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';

describe.each(queueNames)('the form of a call over the %s queue', (queue) => {
  let doorbell: Doorbell;
  let receiver: Receiver;
  let organizer: TestOrganizer;

  beforeAll(async () => (doorbell = await startDoorbell({ queue })));
  afterAll(() => doorbell.stop());
  beforeEach(async () => {
    [receiver, organizer] = await Promise.all([startReceiver(), doorbell.createOrganizer()]);
  });
  afterEach(() => receiver.close());

  it('28. POST, JSON, UTF-8, HTTP/1.1 with Content-Length; Basic authentication from the URL, percent-decoded, and not in the request line.', async () => {
    const url = new URL('hooks/in?key=v%C3%A4lue#fragment', receiver.url);
    [url.username, url.password] = ['us%20er', 'p%C3%A4ss%3A%40w%C3%B6rd'];
    await organizer.createWebhook({ target_url: url.href });
    await organizer.record({ action: 'pretix.event.order.placed', event: 'democon', code: 'Ä–☕ 1' });
    const [request] = await receiver.waitFor(1);
    const { authorization, ...headers } = request!.headers;
    expect(Buffer.from(String(authorization).replace(/^Basic /, ''), 'base64').toString('utf8')).toBe(
      'us er:päss:@wörd',
    );
    expect(headers).toEqual({
      host: `127.0.0.1:${receiver.port}`,
      connection: 'keep-alive',
      'content-type': 'application/json',
      'content-length': String(request!.bytes.length),
      'user-agent': `Doorbell/${doorbell.settings.version}`,
      accept: '*/*',
    });
    expect([request!.method, request!.url, request!.httpVersion]).toEqual([
      'POST',
      '/hooks/in?key=v%C3%A4lue',
      '1.1',
    ]);
    expect(request!.json).toMatchObject({ code: 'Ä–☕ 1' });
    expect(request!.bytes.toString('utf8')).toContain('"code":"Ä–☕ 1"');
  });

  it('28. The bytes on the wire hold the request line, one header a line, and the body, and no credentials but the header.', async () => {
    let received = '';
    const raw = await startReceiver({
      greeting: (socket) =>
        socket.on('data', (bytes) => {
          received += bytes.toString('latin1');
          socket.end('HTTP/1.1 204 No Content\r\n\r\n');
        }),
    });
    await organizer.createWebhook({ target_url: raw.url.replace('://', '://user:geheim@') });
    await organizer.record();
    await doorbell.untilNothingIsOwed();
    expect(received.startsWith('POST / HTTP/1.1\r\n')).toBe(true);
    expect(received).toContain(`\r\nauthorization: Basic ${btoa('user:geheim')}\r\n`);
    expect(received).not.toContain('geheim');
    expect(received.toLowerCase()).not.toContain('transfer-encoding');
    await raw.close();
  });

  it('28. Without userinfo there is no Authorization header, and with a name alone the password is empty.', async () => {
    await organizer.createWebhook({ target_url: `${receiver.url}none` });
    await organizer.createWebhook({ target_url: `${receiver.url.replace('://', '://token@')}name` });
    await organizer.record();
    const requests = await receiver.waitFor(2);
    const authorizations = Object.fromEntries(
      requests.map(({ url, headers }) => [url, headers['authorization']]),
    );
    expect(authorizations).toEqual({ '/none': undefined, '/name': `Basic ${btoa('token:')}` });
  });
});
