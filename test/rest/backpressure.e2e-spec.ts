import { once } from 'node:events';
import { connect, type Server, type Socket } from 'node:net';
import { TooManyRequests } from '@app/rest';
import { NotificationRecorder, type RecordedNotification } from '@contracts/events';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ApiAnswer,
  type Doorbell,
  type JsonObject,
  startDoorbell,
  type TestOrganizer,
} from '../setup/doorbell.js';

const refusal = { detail: 'Request was throttled. Expected available in 1 second.' };
const largestBody = 4 * 1024 * 1024;
/** libs/rest/src/server/request-room.ts: three of the largest, all but their ends, and no fourth, of one network. */
const unfinished = Buffer.alloc(largestBody - 1, ' ');
const mostOfNetwork = 3;

let doorbell: Doorbell;
let organizer: TestOrganizer;
const accepted = new Map<number, Socket>();
beforeAll(async () => {
  doorbell = await startDoorbell();
  const server: Server = doorbell.app.getHttpServer();
  server.on('connection', (socket) => accepted.set(socket.remotePort!, socket));
  organizer = await doorbell.createOrganizer();
});
afterAll(async () => doorbell.stop());

interface Sending {
  readonly path?: string;
  /** The last number of the client's address. */
  readonly network?: number;
  /** Absent: it is sent in chunks. */
  readonly length?: number;
}

/** A request whose body does not come yet. */
async function begin({ path, network = 1, length }: Sending): Promise<Socket> {
  const { hostname, port, host } = new URL(doorbell.url);
  const socket = connect({ port: Number(port), host: hostname, localAddress: `127.0.0.${network}` });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const head = `POST ${path ?? `${organizer.path}/notifications/`} HTTP/1.1\r\nHost: ${host}\r\n`;
  const body = length === undefined ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`;
  socket.write(`${head}Content-Type: application/json\r\n${body}\r\n\r\n`);
  return socket;
}

/** All but the end of the largest body. */
async function almostSend(sending: Sending): Promise<Socket> {
  const socket = await begin({ ...sending, length: largestBody });
  socket.write(unfinished);
  return socket;
}

/** Until of each so many bytes were read. */
async function areRead(sockets: readonly Socket[], bytes: number): Promise<void> {
  const read = (): number => Math.min(...sockets.map(({ localPort }) => accepted.get(localPort!)!.bytesRead));
  await expect.poll(read, { timeout: 10_000 }).toBeGreaterThanOrEqual(bytes);
}

/** As many as one network may have under way, in whole. */
async function fill(sending: Sending): Promise<readonly Socket[]> {
  const sent = await Promise.all(Array.from({ length: mostOfNetwork }, async () => almostSend(sending)));
  await areRead(sent, largestBody);
  return sent;
}

/** In whole; it is no notification. */
const sendLargest = async (): Promise<ApiAnswer<JsonObject>> =>
  organizer.api.post(`${organizer.path}/notifications/`, { action: 'x'.repeat(largestBody - 1_000) });

function end(sockets: readonly Socket[]): void {
  for (const socket of sockets) socket.destroy();
}

async function answerOf(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

describe('More at once than there is room for', () => {
  it('is not what was only announced', async () => {
    const open = await Promise.all(Array.from({ length: 40 }, async () => begin({ length: largestBody })));
    await areRead(open, 1);
    expect((await sendLargest()).status).toBe(400);
    end(open);
  });

  it('from one network is a 429 with Retry-After, and everybody else is heard', async () => {
    const open = await fill({ network: 2 });
    const refused = await answerOf(await almostSend({ network: 2 }));
    expect(refused).toContain('HTTP/1.1 429 Too Many Requests');
    expect(refused).toContain('retry-after: 1\r\n');
    expect(refused).toContain(JSON.stringify(refusal));
    expect((await organizer.record()).notification_id).toBeGreaterThan(0);
    end(open);
    await fill({ network: 2 }).then(end);
  });

  it('in all is a 429, whether it is sent to the API or to the console; small bodies and health are answered', async () => {
    const open: Socket[] = [];
    for (const [network, path] of ['/api/v1/', '/console/sign-in'].entries())
      open.push(...(await fill({ network: 2 + network, path })));
    const last = await almostSend({ network: 4 });
    await areRead([last], largestBody);
    open.push(last);
    for (const path of ['/api/v1/', '/console/sign-in'])
      expect(await answerOf(await almostSend({ path }))).toContain('HTTP/1.1 429 Too Many Requests');
    expect((await fetch(`${doorbell.url}/health/live`)).status).toBe(200);
    expect((await organizer.record()).notification_id).toBeGreaterThan(0);
    end(open);
    const large = { action: 'x'.repeat(largestBody - 1_000) };
    const path = `${organizer.path}/notifications/`;
    await expect
      .poll(async () => (await organizer.api.post(path, large)).status, { timeout: 10_000 })
      .toBe(400);
  });

  it('is a body in tens of thousands of pieces, too', async () => {
    const socket = await begin({});
    socket.write('1\r\nx\r\n'.repeat(40_000));
    expect(await answerOf(socket)).toContain('HTTP/1.1 429 Too Many Requests');
  });

  it('a body over the limit is a 413 all the same', async () => {
    expect(await answerOf(await begin({ length: 100 * largestBody }))).toContain('HTTP/1.1 413');
  });

  it('to record, is refused in the process too, and what was taken before is recorded', async () => {
    const recorder = doorbell.app.get<NotificationRecorder>(NotificationRecorder, { strict: false });
    const { slug } = organizer;
    const data = { text: 'x'.repeat(16_000) };
    const said = {
      action: 'pretix.event.order.placed',
      organizer: slug,
      event: 'democon',
      code: 'ABC23',
      data,
    };
    const batch = Array.from({ length: 1_000 }, () => said);
    let recordings: Promise<readonly RecordedNotification[]>[] = [];
    await doorbell.app.get(DataSource).transaction(async (manager) => {
      await manager.query('LOCK TABLE notifications IN ACCESS EXCLUSIVE MODE');
      recordings = Array.from({ length: 4 }, async () => recorder.recordAll(batch));
      // The others wait for the lock.
      await expect(Promise.race(recordings)).rejects.toThrow(TooManyRequests);
    });
    const outcomes = await Promise.allSettled(recordings);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(await recorder.recordAll(batch)).toHaveLength(batch.length);
  });
});
