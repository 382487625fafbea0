import { certificateFaults, readCertificates, type Receiver, startReceiver } from '@app/testing';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Doorbell, queueNames, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';

/** By the certificate's fault. */
const outcomes = {
  valid: [200, undefined],
  expired: [0, 'tls_expired'],
  'wrong-host': [0, 'tls_hostname'],
  untrusted: [0, 'tls_untrusted'],
} as const;

describe.each(queueNames)('TLS over the %s queue', (queue) => {
  let doorbell: Doorbell;
  let organizer: TestOrganizer;
  const receivers: Receiver[] = [];

  beforeAll(async () => {
    doorbell = await startDoorbell({ queue });
    organizer = await doorbell.createOrganizer();
    const certificates = await readCertificates(inject('servers').certificates);
    for (const fault of certificateFaults) {
      receivers.push(await startReceiver({ certificate: certificates[fault] }));
    }
    receivers.push(await startReceiver());
  });
  afterAll(async () => {
    for (const receiver of receivers) await receiver.close();
    await doorbell.stop();
  });

  it('32. Untrusted, expired, wrong-host certificates, and http spoken on an https port, are failures with their own codes.', async () => {
    const [plain] = receivers.slice(-1);
    const [valid] = receivers;
    const urls = [
      ...receivers.slice(0, -1).map(({ url }) => url),
      plain!.url.replace('http:', 'https:'),
      valid!.url.replace('https:', 'http:'),
    ];
    const webhooks = [];
    for (const target_url of urls) webhooks.push(await organizer.createWebhook({ target_url }));
    await organizer.record();
    await doorbell.untilAllWait();
    const calls = await Promise.all(webhooks.map(async ({ id }) => (await organizer.calls(id))[0]));
    expect(calls.map((call) => [call?.return_code, call?.error?.code])).toEqual([
      ...certificateFaults.map((fault) => outcomes[fault]),
      [0, 'tls_other'],
      [0, expect.stringMatching(/^(reset|invalid_response)$/)],
    ]);
    expect(valid!.requests).toHaveLength(1);
    expect(receivers.slice(1).flatMap(({ requests }) => requests)).toEqual([]);
    const expired = calls[certificateFaults.indexOf('expired')];
    expect(expired?.error?.message).toMatch(/expired on .*\d{4}/);
    const detail = await organizer.call(webhooks[0]!.id, calls[0]!.id);
    expect(detail.timings['tls']).toBeGreaterThan(0);
  });
});
