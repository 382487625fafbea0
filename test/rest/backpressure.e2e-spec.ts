import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { TooManyRequests } from '@app/rest';
import { NotificationRecorder, type RecordedNotification } from '@contracts/events';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';

const refusal = { detail: 'Request was throttled. Expected available in 1 second.' };
/** libs/rest/src/server/request-room.ts */
const roomForLargest = 15;
const largestBody = 4 * 1024 * 1024;

let doorbell: Doorbell;
let organizer: TestOrganizer;
beforeAll(async () => {
  doorbell = await startDoorbell();
  organizer = await doorbell.createOrganizer();
});
afterAll(async () => doorbell.stop());

/** A request whose body does not come. */
async function begin(length: number): Promise<Socket> {
  const { hostname, port } = new URL(doorbell.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const path = `${organizer.path}/notifications/`;
  const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${length}`;
  socket.write(`${head}\r\n\r\n`);
  return socket;
}

async function answerOf(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

describe('More at once than there is room for', () => {
  it('is a 429 with Retry-After before it is read, until there is room again; health answers', async () => {
    const open = await Promise.all(Array.from({ length: roomForLargest }, async () => begin(largestBody)));
    const refused = await answerOf(await begin(largestBody));
    expect(refused).toContain('HTTP/1.1 429 Too Many Requests');
    expect(refused).toContain('retry-after: 1\r\n');
    expect(refused).toContain(JSON.stringify(refusal));
    expect((await fetch(`${doorbell.url}/health/live`)).status).toBe(200);
    expect((await organizer.record()).notification_id).toBeGreaterThan(0);
    for (const socket of open) socket.destroy();
    const large = { action: 'x'.repeat(largestBody - 1_000) };
    const path = `${organizer.path}/notifications/`;
    await expect.poll(async () => (await organizer.api.post(path, large)).status).toBe(400);
  });

  it('a body over the limit is a 413 all the same', async () => {
    expect(await answerOf(await begin(100 * largestBody))).toContain('HTTP/1.1 413');
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
    const taken: Promise<readonly RecordedNotification[]>[] = [];
    await doorbell.app.get(DataSource).transaction(async (manager) => {
      await manager.query('LOCK TABLE notifications IN ACCESS EXCLUSIVE MODE');
      for (let count = 0; count < 3; count += 1) taken.push(recorder.recordAll(batch));
      await expect(recorder.recordAll(batch)).rejects.toThrow(TooManyRequests);
    });
    for (const recorded of await Promise.all(taken)) expect(recorded).toHaveLength(batch.length);
    expect(await recorder.recordAll(batch)).toHaveLength(batch.length);
  });
});
