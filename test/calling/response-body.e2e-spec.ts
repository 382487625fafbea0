import { gzipSync } from 'node:zlib';
import { type Answer, type Receiver, startReceiver } from '@app/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type CallDetailAnswer,
  type Doorbell,
  startDoorbell,
  type TestOrganizer,
} from '../setup/doorbell.js';

const responseBodyLimit = 1_000;

describe('the response in the log', () => {
  let doorbell: Doorbell;
  let receiver: Receiver;
  let organizer: TestOrganizer;

  beforeAll(async () => {
    [doorbell, receiver] = await Promise.all([
      startDoorbell({ settings: { responseBodyLimit } }),
      startReceiver(),
    ]);
  });
  afterAll(async () => {
    await receiver.close();
    await doorbell.stop();
  });
  beforeEach(async () => (organizer = await doorbell.createOrganizer()));

  /** The one call of a webhook on this URL, answered like this. */
  async function callOf(answer: Answer, target_url = receiver.url): Promise<CallDetailAnswer> {
    receiver.answer = answer;
    const webhook = await organizer.createWebhook({ target_url });
    await organizer.record();
    await doorbell.untilNothingIsOwed();
    const [call] = await organizer.calls(webhook.id);
    return organizer.call(webhook.id, call!.id);
  }

  it('34. The response body is kept up to its bound, an endless one cut off.', async () => {
    const long = await callOf((_request, response) => void response.end('ä'.repeat(5_000)));
    expect(long.response_body).toBe('ä'.repeat(responseBodyLimit / 2));
    const endless = await callOf((_request, response) => {
      const timer = setInterval(() => response.write('x'.repeat(400)), 5);
      response.on('close', () => clearInterval(timer));
    });
    expect(endless).toMatchObject({ success: true, response_body: 'x'.repeat(responseBodyLimit) });
    expect(endless.execution_time).toBeLessThan(doorbell.settings.requestTimeoutMs / 1000);
    const empty = await callOf(204);
    expect(empty.response_body).toBe('');
  });

  it('34. Binary, NUL and invalid UTF-8 are made readable.', async () => {
    const call = await callOf((_request, response) => {
      response.setHeader('content-type', 'application/octet-stream');
      response.end(Buffer.from([0x41, 0, 0x42, 0xff, 0xc3, 0x28, 0xf0, 0x9f, 0x98, 0x80]));
    });
    expect(call.response_body).toBe('A\u{FFFD}B\u{FFFD}\u{FFFD}(😀');
    const packed = await callOf((_request, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(gzipSync('packed'));
    });
    expect(packed.success).toBe(true);
    expect(packed.response_body).not.toContain('\0');
  });

  it("34. The webhook's own credentials are masked if echoed, wherever the call is shown.", async () => {
    const target = new URL('in?key=verysecretkey', receiver.url);
    [target.username, target.password] = ['someuser', 'p%C3%A4sswort'];
    const call = await callOf(({ url, headers }, response) => {
      response.setHeader('x-echo', String(headers['authorization']));
      response.end(`${url} ${String(headers['authorization'])} someuser pässwort p%C3%A4sswort`);
    }, target.href);
    expect(call.response_body).toBe('/in?key=*** Basic *** *** *** ***');
    expect(call.response_headers['x-echo']).toBe('Basic ***');
    expect(call.request_headers['authorization']).toBe('***');
    expect(call.target_url).toBe(`http://***:***@127.0.0.1:${receiver.port}/in?key=***`);
    const stored = JSON.stringify(
      await doorbell.query('SELECT * FROM calls WHERE organizer_id = $1', [organizer.id]),
    );
    expect(stored).not.toMatch(/sswort|verysecretkey|someuser/);
  });

  it('34. A response with very many headers is kept in part, and is a success.', async () => {
    const call = await callOf((_request, response) => {
      for (let index = 0; index < 100; index += 1) response.setHeader(`x-${index}`, 'y'.repeat(100));
      response.end('ok');
    });
    expect(call).toMatchObject({ success: true, response_body: 'ok' });
    expect(JSON.stringify(call.response_headers).length).toBeLessThan(8_192);
  });
});
