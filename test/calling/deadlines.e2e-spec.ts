import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { UndiciEgress } from '@app/http-egress';
import { type Receiver, type ReceiverOptions, rude, startReceiver } from '@app/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type CallDetailAnswer,
  type Doorbell,
  queueNames,
  startDoorbell,
  type TestOrganizer,
} from '../setup/doorbell.js';

const requestTimeoutMs = 800;
/** How much later than the timeout a call may have ended, on a busy machine. */
const toleranceSeconds = 1.2;

/** A listening socket whose queue of connections is full: what comes next is not even refused. */
const fullQueue = `
import socket, time
server = socket.socket(); server.bind(('127.0.0.1', 0)); server.listen(0)
waiting = [socket.socket() for _ in range(4)]
for client in waiting: client.setblocking(False); client.connect_ex(server.getsockname())
time.sleep(0.2); print(server.getsockname()[1], flush=True); time.sleep(60)
`;

async function startFullQueue(): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const child = spawn('python3', ['-c', fullQueue], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { url: `http://127.0.0.1:${line.toString().trim()}/`, child };
}

describe.each(queueNames)('deadlines over the %s queue', (queue) => {
  let doorbell: Doorbell;
  let organizer: TestOrganizer;
  const receivers: Receiver[] = [];

  beforeAll(async () => (doorbell = await startDoorbell({ queue, settings: { requestTimeoutMs } })));
  afterAll(() => doorbell.stop());
  beforeEach(async () => (organizer = await doorbell.createOrganizer()));
  afterEach(async () => {
    for (const receiver of receivers.splice(0)) await receiver.close();
  });

  async function receiverThat(options: ReceiverOptions): Promise<Receiver> {
    const receiver = await startReceiver(options);
    receivers.push(receiver);
    return receiver;
  }

  /** Records once, waits until everything has been called once, and answers the call of each webhook. */
  async function callsOf(urls: readonly string[]): Promise<readonly CallDetailAnswer[]> {
    const webhooks = [];
    for (const target_url of urls) webhooks.push(await organizer.createWebhook({ target_url }));
    await organizer.record();
    await doorbell.untilAllWait();
    return Promise.all(
      webhooks.map(async ({ id }) => {
        const calls = await organizer.calls(id);
        expect(calls).toHaveLength(1);
        return organizer.call(id, calls[0]!.id);
      }),
    );
  }

  it('31. No status within the timeout is a failure; headers that drip one byte a second do not stretch it, nor does a slow connect or TLS handshake.', async () => {
    const hanging = await receiverThat({ answer: rude('hang') });
    const dripping = await receiverThat({ answer: rude('drip-headers', 100) });
    const statusLine = await receiverThat({ answer: rude('hang-in-status') });
    const silent = await receiverThat({ greeting: 'silent' });
    const full = await startFullQueue();
    const calls = await callsOf([
      hanging.url,
      dripping.url,
      statusLine.url,
      full.url,
      silent.url.replace('http:', 'https:'),
    ]);
    full.child.kill('SIGKILL');
    expect(calls.map(({ return_code, error }) => [return_code, error?.code])).toEqual([
      [0, 'timeout'],
      [0, 'timeout'],
      [0, 'timeout'],
      [0, 'connect_timeout'],
      [0, 'timeout'],
    ]);
    for (const call of calls) {
      expect(call.success).toBe(false);
      expect(call.next_attempt).not.toBeNull();
      expect(call.response_body).toBeNull();
      expect(call.execution_time).toBeGreaterThanOrEqual(requestTimeoutMs / 1000 - 0.01);
      expect(call.execution_time).toBeLessThan(requestTimeoutMs / 1000 + toleranceSeconds);
    }
  });

  it('31. A 200 whose body drips, never ends or is cut off is a success, the connection is given up at the timeout, and what there was of the body is logged.', async () => {
    const dripping = await receiverThat({ answer: rude('drip', 100) });
    const endless = await receiverThat({ answer: rude('endless') });
    const cutOff = await receiverThat({ answer: rude('close-in-body') });
    const [drips, never, cut] = await callsOf([dripping.url, endless.url, cutOff.url]);
    for (const call of [drips!, never!, cut!]) {
      expect(call).toMatchObject({ return_code: 200, success: true, error: null, next_attempt: null });
    }
    expect(drips!.response_body).toMatch(/^begina{3,}$/);
    expect(drips!.execution_time).toBeLessThan(requestTimeoutMs / 1000 + toleranceSeconds);
    expect(never!.response_body).toHaveLength(doorbell.settings.responseBodyLimit);
    expect(cut!.response_body).toBe('begin');
    await vi.waitFor(() => expect(receivers.map(({ open }) => open)).toEqual([0, 0, 0]));
  });

  it('31. A 503 whose body drips is a failure, as its status says.', async () => {
    const dripping = await receiverThat({
      answer: (_request, response) => {
        response.writeHead(503).write('begin');
        const timer = setInterval(() => response.write('a'), 100);
        response.on('close', () => clearInterval(timer));
      },
    });
    const [call] = await callsOf([dripping.url]);
    expect(call).toMatchObject({ return_code: 503, success: false, error: { code: 'status' } });
    expect(call!.response_body).toMatch(/^begina+$/);
  });

  it('31. A slow name server does not stretch the timeout.', async () => {
    const egress = new UndiciEgress({
      requestTimeoutMs,
      responseBodyLimit: 1_000,
      allowedTargets: [],
      blockedPorts: [],
      requireHttps: false,
      userAgent: 'test',
      lookup: () => undefined,
    });
    const result = await egress.call({ url: 'http://slow.example/', body: '{}' });
    await egress.close();
    expect(result).toMatchObject({ returnCode: 0, success: false, error: { code: 'dns' } });
    expect(result.durationMs).toBeLessThan(requestTimeoutMs + toleranceSeconds * 1000);
  });
});
