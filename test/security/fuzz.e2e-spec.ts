import { type Receiver, startReceiver } from '@app/testing';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Doorbell, startDoorbell } from '../setup/doorbell.js';
import { type DocumentedOperation, documentedOperations, fillPath } from './documented-operations.js';
import { faultsOf } from './fuzz/answer-judge.js';
import { type HostileRequest, hostileRequest, toRaw } from './fuzz/hostile-requests.js';
import { FuzzGround } from './fuzz/fuzz-ground.js';
import { sendRaw } from './raw-client.js';

/** `DOORBELL_TEST_REQUESTS=2000` looks for longer: so many requests an operation. `DOORBELL_TEST_SEED` repeats a run. */
const { DOORBELL_TEST_REQUESTS: asked, DOORBELL_TEST_SEED: seed } = process.env;
const requests = Number(asked ?? 25);
/** A slow machine sends fewer. */
const timeLimitMs = asked ? 3_600_000 : 45_000;
const until = performance.now() + timeLimitMs;

describe('Whatever is sent', () => {
  const statuses = new Map<number, number>();
  let doorbell: Doorbell;
  let receiver: Receiver;
  let ground: FuzzGround;

  beforeAll(async () => {
    [doorbell, receiver] = await Promise.all([startDoorbell(), startReceiver()]);
    ground = await FuzzGround.prepare(doorbell, receiver.url);
  });
  afterAll(async () => {
    await receiver.close();
    await doorbell.stop();
  });

  /** What is wrong with the answer. */
  async function send(operation: DocumentedOperation, hostile: HostileRequest): Promise<readonly string[]> {
    const existing = await ground.objectsFor(operation);
    const request = toRaw(operation, hostile, ground.tokenFor(operation), (name) => existing[name]!);
    const answer = await sendRaw(doorbell.url, request);
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    return faultsOf(operation, request, answer);
  }

  it.each(documentedOperations.map((operation) => [operation.id, operation] as const))(
    'is answered in time, never with a 5xx, and as the OpenAPI document says: %s',
    async (_id, operation) => {
      const property = fc.asyncProperty(hostileRequest(operation), async (hostile) => {
        if (performance.now() > until) return;
        expect(await send(operation, hostile)).toEqual([]);
      });
      await fc.assert(property, {
        numRuns: requests,
        // What failed is made shorter, but not for ever.
        interruptAfterTimeLimit: asked ? timeLimitMs : 20_000,
        ...(seed ? { seed: Number(seed) } : {}),
      });
    },
    timeLimitMs + 30_000,
  );

  it('may be 10 MB long, and is a 413 then: at once where the length is said, at the bound where it is not', async () => {
    const writing = documentedOperations.filter(({ method }) => method !== 'GET');
    const chunked = Buffer.concat([Buffer.from(`${tooMuch.length.toString(16)}\r\n`), tooMuch]);
    const faults = [];
    for (const operation of writing) {
      const existing = await ground.objectsFor(operation);
      const path = fillPath(operation.path, (name) => existing[name]!);
      const type = ['Content-Type', 'application/json'] as const;
      const said = ['Content-Length', String(tooMuch.length)] as const;
      const request = { method: operation.method, path };
      const answers = await Promise.all([
        sendRaw(doorbell.url, { ...request, headers: [type, said] }),
        sendRaw(doorbell.url, { ...request, headers: [type, unsaid], body: chunked }),
      ]);
      faults.push(...answers.filter(({ status }) => status !== 413).map(({ text }) => [operation.id, text]));
    }
    expect(faults).toEqual([]);
  });

  it('is right in many places, and much is made of it: the requests above are worth sending', () => {
    const sent = [...statuses.values()].reduce((sum, count) => sum + count, 0);
    expect(statuses.get(200)).toBeGreaterThan(sent / 10);
    // Two in a hundred are, give or take.
    expect(statuses.get(201)).toBeGreaterThan(sent / 200);
  });
});

const tooMuch = Buffer.alloc(10 * 1024 * 1024, ' ');
const unsaid = ['Transfer-Encoding', 'chunked'] as const;
