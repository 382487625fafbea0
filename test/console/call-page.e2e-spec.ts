import { type Receiver, startReceiver } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failure, logCalls, settledCall } from '../logs/log-steps.js';
import { type Doorbell, startDoorbell, type TestOrganizer, type WebhookAnswer } from '../setup/doorbell.js';
import { browserOfFirst, type ConsoleBrowser, type OpenPage, wordsOf } from './console-browser.js';

const list = '/console/organizers/acmecorp/webhooks/';

let doorbell: Doorbell;
let organizer: TestOrganizer;
let receiver: Receiver;
let browser: ConsoleBrowser;

beforeAll(async () => {
  [doorbell, receiver] = await Promise.all([startDoorbell(), startReceiver()]);
  organizer = await doorbell.createOrganizer();
  browser = await browserOfFirst(doorbell);
});
afterAll(async () => {
  await doorbell.stop();
  await receiver.close();
});

const openLast = async ({ id }: WebhookAnswer): Promise<OpenPage> => {
  const [call] = await organizer.calls(id);
  return browser.open(`${list}${id}/calls/${call!.id}/`);
};

describe('A call', () => {
  it('shows what was sent and what came back, and is sent again on demand', async () => {
    const webhook = await organizer.createWebhook({
      target_url: receiver.url.replace('//', '//user:secret@'),
    });
    await organizer.record();
    await doorbell.untilNothingIsOwed();
    const page = await openLast(webhook);
    expect(page.html).not.toContain('secret');
    expect(wordsOf(page.root.querySelector('h1'))).toBe('New order placed ABC23');
    const request = page.root.querySelector('[data-request]')!.textContent;
    expect(request).toContain('authorization: ***');
    expect(request).toContain('"code": "ABC23"');
    expect(wordsOf(page.root.querySelector('[aria-labelledby=timing-title]'))).toMatch(/ms in all/);
    expect(page.root.querySelectorAll('.db-timeline li')).toHaveLength(2);
    expect(page.root.querySelector('#curl')!.textContent).toMatch(/^curl -X POST 'http:\/\/\*\*\*:\*\*\*@/);
    const before = receiver.requests.length;
    const again = await browser.submit(page, 'form[action$="/resend/"]');
    expect(again.path).toBe(`${list}${webhook.id}/?notice=resent`);
    await receiver.waitFor(before + 1);
    await doorbell.untilNothingIsOwed();
    expect((await openLast(webhook)).root.querySelectorAll('.db-timeline li')).toHaveLength(3);
    await organizer.api.delete(`${organizer.path}/webhooks/${webhook.id}/?permanent=true`);
  });

  it('shows what a hostile receiver answered as text, with everything visible that would act', async () => {
    const webhook = await organizer.createWebhook({ target_url: 'https://hostile.example/' });
    const hostile = '<script>alert(1)</script><svg onload=alert(2)>\u001b[2J\u202egnp.exe';
    const result = {
      ...failure,
      responseBody: hostile,
      responseHeaders: { 'content-type': 'text/html', 'x-evil': '<img src=x onerror=alert(3)>' },
      error: { code: 'status', message: '<b>bold</b>' } as const,
    };
    await logCalls(doorbell, [settledCall(organizer.id, webhook.id, { result })]);
    const page = await openLast(webhook);
    expect(page.root.querySelectorAll('main script, main img, main b, main [onload]')).toEqual([]);
    expect(page.root.querySelectorAll('pre svg')).toEqual([]);
    const answer = page.root.querySelector('[data-answer]')!.textContent;
    expect(answer).toContain('<script>alert(1)</script><svg onload=alert(2)>⟨U+001B⟩[2J⟨U+202E⟩gnp.exe');
    expect(['\u001b', '\u202e'].filter((character) => page.html.includes(character))).toEqual([]);
    const row = await browser.open(`${list}${webhook.id}/`);
    expect(row.root.querySelectorAll('main b, main script')).toEqual([]);
  });

  it('says in plain words what went wrong, and what to do', async () => {
    const webhook = await organizer.createWebhook({ target_url: 'https://expired.example/' });
    const error = { code: 'tls_expired', message: 'The certificate has expired.' } as const;
    const result = { ...failure, returnCode: 0, error, responseBody: null, remoteAddress: null };
    const nextAttempt = new Date(Date.now() + 60_000);
    await logCalls(doorbell, [settledCall(organizer.id, webhook.id, { result, nextAttempt })]);
    const page = await openLast(webhook);
    const text = wordsOf(page.root.querySelector('.db-notice-danger'));
    expect(text).toContain('The certificate has expired. Renew it. Doorbell tries again:');
    expect(wordsOf(page.root.querySelector('[aria-labelledby=answer-title]'))).toContain('There was none.');
    const row = await browser.open(`${list}${webhook.id}/`);
    expect(row.root.querySelectorAll('#log .db-answer').map(wordsOf)).toContain('Certificate expired');
  });

  it('is not there for others, nor under another webhook', async () => {
    const [webhook, other] = await Promise.all(
      ['one', 'two'].map(async (name) => organizer.createWebhook({ target_url: `https://${name}.example/` })),
    );
    await logCalls(doorbell, [settledCall(organizer.id, webhook!.id, {})]);
    const [call] = await organizer.calls(webhook!.id);
    expect((await browser.open(`${list}${other!.id}/calls/${call!.id}/`)).status).toBe(404);
    await doorbell.createOrganizer({ slug: 'other' });
    const foreign = `/console/organizers/other/webhooks/${webhook!.id}/`;
    expect((await browser.open(`${foreign}calls/${call!.id}/`)).status).toBe(404);
    expect((await browser.open(foreign)).status).toBe(404);
    expect((await browser.open(`${foreign}live/`)).status).toBe(404);
  });
});
