import { type ChildProcess, spawn } from 'node:child_process';
import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import type { LookupFunction } from 'node:net';
import { HttpEgress, UndiciEgress } from '@app/http-egress';
import { replacePort } from '@app/ports';
import { type Receiver, startReceiver } from '@app/testing';
import { type DynamicModule, Module } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Doorbell, queueNames, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';

const requestTimeoutMs = 1_500;

/** Addresses; how long they take; or the error of a name server. */
interface Entry {
  readonly addresses?: readonly string[];
  readonly afterMs?: number;
  readonly error?: 'ENOTFOUND' | 'EAI_AGAIN';
}

/** A name server that says what it is told; other names are not there. */
class NameServer {
  readonly entries = new Map<string, Entry>();
  readonly asked: string[] = [];

  readonly lookup: LookupFunction = (name, _options, callback) => {
    this.asked.push(name);
    const { addresses = [], afterMs = 0, error } = this.entries.get(name) ?? { error: 'ENOTFOUND' };
    const found: LookupAddress[] = addresses.map((address) => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }));
    const failure = error ? Object.assign(new Error(error), { code: error }) : null;
    setTimeout(() => callback(failure, found), afterMs);
  };
}

@Module({})
class WithNameServer {
  static of({ lookup }: NameServer): DynamicModule {
    const egress = new UndiciEgress({
      requestTimeoutMs,
      responseBodyLimit: 1_000,
      allowedTargets: ['127.0.0.0/8', '::1/128', 'fd00::/8'],
      blockedPorts: [],
      requireHttps: false,
      userAgent: 'test',
      lookup,
    });
    return { module: WithNameServer, imports: [replacePort<HttpEgress>(HttpEgress, { useValue: egress })] };
  }
}

/** A listening socket of IPv6 whose queue of connections is full: what comes next waits for ever. */
const fullQueue = `
import socket, sys, time
server = socket.socket(socket.AF_INET6); server.bind(('::1', int(sys.argv[1]))); server.listen(0)
waiting = [socket.socket(socket.AF_INET6) for _ in range(4)]
for client in waiting: client.setblocking(False); client.connect_ex(server.getsockname())
time.sleep(0.2); print('full', flush=True); time.sleep(60)
`;

async function startFullQueue(port: number): Promise<ChildProcess> {
  const child = spawn('python3', ['-c', fullQueue, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

describe.each(queueNames)('names over the %s queue', (queue) => {
  const names = new NameServer();
  let doorbell: Doorbell;
  let organizer: TestOrganizer;
  let receiver: Receiver;
  let silent: ChildProcess | undefined;

  beforeAll(async () => (doorbell = await startDoorbell({ queue, modules: [WithNameServer.of(names)] })));
  afterAll(() => doorbell.stop());
  beforeEach(async () => {
    [organizer, receiver] = await Promise.all([doorbell.createOrganizer(), startReceiver({ answer: 204 })]);
    names.entries.clear();
    names.asked.length = 0;
  });
  afterEach(async () => {
    silent?.kill('SIGKILL');
    await receiver.close();
  });

  /** Other tests leave behind what never succeeds. */
  const untilAllArrived = (): Promise<void> => doorbell.untilOwed(`organizer_id = ${organizer.id}`, 0);

  const webhookAt = async (name: string): Promise<number> =>
    (await organizer.createWebhook({ target_url: `http://${name}:${receiver.port}/` })).id;

  it('A name that is not there is a failure that comes again, and succeeds once the name is there.', async () => {
    names.entries.set('late.example', { error: 'ENOTFOUND' });
    const webhook = await webhookAt('late.example');
    await organizer.record();
    await doorbell.untilAllWait();
    for (const wait of [5_000, 30_000, 60_000, 300_000, 1_200_000, 3_600_000].slice(0, -1)) {
      doorbell.clock.advance(wait);
      const attempt = (await organizer.calls(webhook)).length + 1;
      await doorbell.untilOwed(`webhook_id = ${webhook} AND attempt = ${attempt} AND lease_id IS NULL`, 1);
    }
    const failed = await organizer.calls(webhook);
    expect(failed.map(({ error }) => error)).toEqual(
      failed.map(() => ({ code: 'dns', message: 'The host name could not be found.' })),
    );
    expect(failed).toHaveLength(6);
    names.entries.set('late.example', { addresses: ['127.0.0.1'] });
    doorbell.clock.advance(3_600_000);
    await untilAllArrived();
    expect(receiver.requests).toHaveLength(1);
    expect((await organizer.calls(webhook))[0]).toMatchObject({ return_code: 204, attempt: 7 });
  });

  it('A name server that does not answer costs its own call the timeout and no more, and the others nothing.', async () => {
    names.entries.set('quick.example', { addresses: ['127.0.0.1'] });
    // As systems do: they give up at last, long after the call.
    names.entries.set('silent.example', { error: 'EAI_AGAIN', afterMs: 2 * requestTimeoutMs });
    names.entries.set('refused.example', { error: 'EAI_AGAIN' });
    const [silent, refused, quick] = [
      await webhookAt('silent.example'),
      await webhookAt('refused.example'),
      await webhookAt('quick.example'),
    ];
    await organizer.record();
    const began = Date.now();
    await receiver.waitFor(1);
    expect(Date.now() - began).toBeLessThan(requestTimeoutMs);
    await doorbell.untilAllWait();
    const [[first], [second], [third]] = [
      await organizer.calls(silent),
      await organizer.calls(refused),
      await organizer.calls(quick),
    ];
    expect(first).toMatchObject({
      return_code: 0,
      error: { code: 'dns', message: 'The name server did not answer within 1.5 seconds.' },
    });
    expect(first!.execution_time).toBeLessThan(requestTimeoutMs / 1_000 + 1.2);
    expect(first!.next_attempt).not.toBeNull();
    expect(second).toMatchObject({ error: { code: 'dns', message: 'The name server did not answer.' } });
    expect(third).toMatchObject({ return_code: 204 });
  });

  it('A slow name server is waited for, and its time is logged as its own.', async () => {
    names.entries.set('slow.example', { addresses: ['127.0.0.1'], afterMs: 600 });
    const webhook = await webhookAt('slow.example');
    await organizer.record();
    await untilAllArrived();
    const [call] = await organizer.calls(webhook);
    const { timings } = await organizer.call(webhook, call!.id);
    expect(timings['dns']).toBeGreaterThan(0.59);
    expect(timings['connect']).toBeLessThan(0.5);
  });

  it('A name that gets another address is called there, without a failed call between.', async () => {
    names.entries.set('moving.example', { addresses: ['127.0.0.1'] });
    const webhook = await webhookAt('moving.example');
    await organizer.record();
    await untilAllArrived();
    const moved = await startReceiver({ host: '127.0.0.2', port: receiver.port, answer: 204 });
    names.entries.set('moving.example', { addresses: ['127.0.0.2'] });
    await receiver.close();
    await organizer.record();
    await untilAllArrived();
    await moved.close();
    expect([receiver.requests.length, moved.requests.length]).toEqual([1, 1]);
    const calls = await organizer.calls(webhook);
    const addresses = await Promise.all(
      calls.map(async ({ id }) => (await organizer.call(webhook, id)).remote_address),
    );
    expect(addresses).toEqual(['127.0.0.2', '127.0.0.1']);
    expect(names.asked).toEqual(['moving.example', 'moving.example']);
  });

  it('An IPv6 address without a route, or that never answers, costs a moment where an IPv4 address is beside it.', async () => {
    silent = await startFullQueue(receiver.port);
    names.entries.set('routeless.example', { addresses: ['fd00::1', '127.0.0.1'] });
    names.entries.set('silent6.example', { addresses: ['::1', '127.0.0.1'] });
    const webhooks = [await webhookAt('routeless.example'), await webhookAt('silent6.example')];
    await organizer.record();
    await untilAllArrived();
    for (const webhook of webhooks) {
      const [call] = await organizer.calls(webhook);
      const { remote_address, return_code, attempt } = await organizer.call(webhook, call!.id);
      expect([return_code, attempt, remote_address]).toEqual([204, 1, '127.0.0.1']);
      expect(call!.execution_time).toBeLessThan(requestTimeoutMs / 1_000);
    }
  });

  it('IPv6 alone, without a route, is a failure that says so.', async () => {
    names.entries.set('six.example', { addresses: ['fd00::1'] });
    const webhook = await webhookAt('six.example');
    await organizer.record();
    await doorbell.untilAllWait();
    const [call] = await organizer.calls(webhook);
    expect(call).toMatchObject({ return_code: 0, success: false });
    expect(call!.error!.code).toMatch(/^(unreachable|connect_timeout)$/);
    expect(call!.next_attempt).not.toBeNull();
  });
});
