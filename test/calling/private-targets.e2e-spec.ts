import type { LookupFunction } from 'node:net';
import { UndiciEgress } from '@app/http-egress';
import { type Receiver, startReceiver } from '@app/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Doorbell, queueNames, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';

/** The same address in all its spellings, and others that are not the public internet. */
const privateHosts = [
  '127.0.0.1',
  'localhost',
  '2130706433',
  '0x7f.1',
  '017700000001',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '0.0.0.0',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.0.1',
  '169.254.169.254',
  '100.64.0.1',
  '[fd00::1]',
  '[fe80::1]',
  '224.0.0.1',
  '168.63.129.16',
  '100.100.100.200',
  '[fd00:ec2::254]',
  '[ff02::1]',
  '[::]',
  '[::7f00:1]',
  '[64:ff9b::a9fe:a9fe]',
  '[64:ff9b:1::808:808]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
  '127.1',
  '0177.0.0.01',
  '0x7F.0.0.0x1',
  '127.0.0.1.',
];

/** Answers with these addresses, one list at each question. */
function namesOf(...answers: readonly (readonly string[])[]): LookupFunction & { readonly asked: string[] } {
  const asked: string[] = [];
  const lookup: LookupFunction = (hostname, _options, callback) => {
    const addresses = answers[Math.min(asked.push(hostname), answers.length) - 1]!;
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return Object.assign(lookup, { asked });
}

describe.each(queueNames)('private targets over the %s queue', (queue) => {
  let closed: Doorbell;
  let open: Doorbell;
  let organizer: TestOrganizer;
  let receiver: Receiver;

  beforeAll(async () => {
    [closed, open, receiver] = await Promise.all([
      startDoorbell({ queue, settings: { allowedTargets: [] } }),
      startDoorbell({ queue, settings: { allowedTargets: ['127.0.0.1/32'] } }),
      startReceiver({ host: '0.0.0.0' }),
    ]);
    organizer = await closed.createOrganizer();
  });
  afterAll(async () => {
    await receiver.close();
    await Promise.all([closed.stop(), open.stop()]);
  });

  it('33. A private target is refused, logged and retried.', async () => {
    const webhooks: number[] = [];
    for (const host of privateHosts) {
      const { id } = await organizer.createWebhook({ target_url: `http://${host}:${receiver.port}/` });
      webhooks.push(id);
    }
    await organizer.record();
    await closed.untilAllWait();
    for (const [index, id] of webhooks.entries()) {
      const [call] = await organizer.calls(id);
      expect([privateHosts[index], call?.error?.code]).toEqual([privateHosts[index], 'target_blocked']);
      expect(call).toMatchObject({ return_code: 0, success: false, attempt: 1 });
      expect(call!.next_attempt).not.toBeNull();
    }
    closed.clock.advance(5_000);
    await closed.untilOwed('attempt = 2', webhooks.length);
    expect(receiver.requests).toEqual([]);
  });

  it('33. A test call is held to the same, and logged.', async () => {
    const webhook = await organizer.createWebhook({ target_url: `http://localhost:${receiver.port}/` });
    const path = `${organizer.path}/webhooks/${webhook.id}`;
    const answer = await organizer.api.post(`${path}/test/`, { action_type: 'pretix.event.order.placed' });
    expect(answer).toMatchObject({
      status: 200,
      body: { return_code: 0, test: true, error: { code: 'target_blocked' } },
    });
    expect(await organizer.calls(webhook.id)).toMatchObject([{ error: { code: 'target_blocked' } }]);
    expect(receiver.requests).toEqual([]);
  });

  it('33. A blocked port is refused when a webhook is configured, and, where it came to be otherwise, when it is called, and logged.', async () => {
    const fields = { all_events: true, limit_events: [], action_types: ['pretix.event.order.placed'] };
    const blockedUrl = `http://127.0.0.1:6379/`;
    const refused = await organizer.api.post(`${organizer.path}/webhooks/`, {
      ...fields,
      target_url: blockedUrl,
    });
    expect(refused).toMatchObject({
      status: 400,
      body: { target_url: ['Enter a valid URL. Port 6379 is not allowed here.'] },
    });
    const allowed = await open.createOrganizer();
    const webhook = await allowed.createWebhook({ target_url: receiver.url });
    const changed = await allowed.api.patch(`${allowed.path}/webhooks/${webhook.id}/`, {
      target_url: blockedUrl,
    });
    expect(changed).toMatchObject({ status: 400, body: { target_url: [expect.any(String)] } });
    // Another process, in which the receiver's own port is blocked.
    const stricter = await startDoorbell({
      queue,
      databaseUrl: open.databaseUrl,
      settings: { allowedTargets: ['127.0.0.1/32'], blockedPorts: [String(receiver.port)] },
    });
    const before = receiver.requests.length;
    const path = `/api/v1/organizers/${allowed.slug}/webhooks/${webhook.id}/test/`;
    const called = await stricter
      .client(allowed.token)
      .post(path, { action_type: 'pretix.event.order.placed' });
    await stricter.stop();
    expect(called).toMatchObject({ status: 200, body: { error: { code: 'target_blocked' } } });
    const [call] = await allowed.calls(webhook.id);
    expect(call!.error!.message).toContain(`Port ${receiver.port} `);
    expect(receiver.requests).toHaveLength(before);
  });

  it('33. One allowed by DOORBELL_ALLOWED_TARGETS is called, its neighbour is not.', async () => {
    const allowed = await open.createOrganizer();
    const neighbour = await allowed.createWebhook({
      target_url: `http://127.0.0.2:${receiver.port}/neighbour`,
    });
    await allowed.createWebhook({ target_url: `http://127.0.0.1:${receiver.port}/allowed` });
    await allowed.record();
    await open.untilAllWait();
    expect(receiver.requests.map(({ url }) => url)).toEqual(['/allowed']);
    const [call] = await allowed.calls(neighbour.id);
    expect(call).toMatchObject({ error: { code: 'target_blocked' } });
    expect(call!.error!.message).toContain('127.0.0.2');
  });
});

describe('a name', () => {
  const servers: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  function egressOf(lookup: LookupFunction): UndiciEgress {
    const egress = new UndiciEgress({
      requestTimeoutMs: 2_000,
      responseBodyLimit: 1_000,
      allowedTargets: ['127.0.0.2/32'],
      blockedPorts: [],
      requireHttps: false,
      userAgent: 'test',
      lookup,
    });
    servers.push(egress);
    return egress;
  }

  it('33. A name is checked at the address that is connected to: it is asked once, and what it says later counts for later.', async () => {
    const receiver = await startReceiver({ host: '0.0.0.0' });
    servers.push(receiver);
    // The name says something allowed first, and something private to whoever asks again.
    const lookup = namesOf(['127.0.0.2'], ['127.0.0.1']);
    const url = `http://rebinding.example:${receiver.port}/`;
    const first = await egressOf(lookup).call({ url, body: '{}' });
    expect(first).toMatchObject({ success: true, remoteAddress: '127.0.0.2' });
    expect(lookup.asked).toEqual(['rebinding.example']);
    expect(receiver.requests[0]!.headers['host']).toBe(`rebinding.example:${receiver.port}`);
    const second = await egressOf(lookup).call({ url, body: '{}' });
    expect(second.error?.code).toBe('target_blocked');
    expect(receiver.requests).toHaveLength(1);
  });

  it('33. One bad address among several is enough to refuse a name.', async () => {
    const receiver = await startReceiver({ host: '0.0.0.0' });
    servers.push(receiver);
    const lookup = namesOf(['127.0.0.2', '10.0.0.1']);
    const result = await egressOf(lookup).call({ url: `http://mixed.example:${receiver.port}/`, body: '{}' });
    expect(result.error?.code).toBe('target_blocked');
    expect(receiver.requests).toEqual([]);
  });
});
