import { get, type IncomingMessage } from 'node:http';
import { administrator } from '@app/access';
import { TransactionRunner, VitalConnection } from '@app/database';
import { type Receiver, startReceiver } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ProcessReporter } from '../../src/health/reports/process-reporter.service.js';
import { ReportsRepository } from '../../src/health/reports/reports.repository.js';
import { peopleOf, signIn, signInByLink, signInFirst } from '../setup/browser.js';
import { type Doorbell, startDoorbell } from '../setup/doorbell.js';
import { ConsoleBrowser, type OpenPage, wordsOf } from './console-browser.js';

const path = '/console/operations/';

let doorbell: Doorbell;
let receiver: Receiver;
let browser: ConsoleBrowser;
let cookie: string;

beforeAll(async () => {
  [doorbell, receiver] = await Promise.all([
    startDoorbell({ settings: { retrySchedule: [3_600, 3_600] } }),
    startReceiver(),
  ]);
  cookie = (await signInFirst(doorbell)).cookieHeader!;
  browser = new ConsoleBrowser(doorbell.url).keep(cookie);
  await report();
});
afterAll(async () => {
  await doorbell.stop();
  await receiver.close();
});

const report = async (): Promise<void> => doorbell.app.get(ProcessReporter, { strict: false }).report();
const follow = async (reader: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get(`${doorbell.url}${path}live/`, { headers: { cookie: reader }, agent: false }, resolve).once(
      'error',
      reject,
    );
  });
const cardOf = ({ root }: OpenPage, name: string): string =>
  wordsOf(root.querySelector(`[aria-labelledby=${name}-title]`));
const rowsOf = ({ root }: OpenPage, id: string): readonly (readonly string[])[] =>
  root.querySelectorAll(`#${id} tbody tr`).map((row) => row.querySelectorAll('td').map(wordsOf));

describe('The page of operations', () => {
  it('reads well on a fresh system, and says who runs on what', async () => {
    const page = await browser.open(
      (await browser.open('/console/')).root.querySelector('.db-operations')!.getAttribute('href')!,
    );
    expect([page.status, page.path, wordsOf(page.root.querySelector('h1'))]).toEqual([
      200,
      path,
      'Operations',
    ]);
    expect(wordsOf(page.root.querySelector('.db-notice-success'))).toMatch(
      /^Nothing is unaccounted for\. All that/,
    );
    expect(cardOf(page, 'latency')).toContain('Nothing arrived in the last 15 minutes.');
    expect(cardOf(page, 'backlog')).toContain('Nothing is owed');
    expect(cardOf(page, 'failing')).toContain('No call failed.');
    const [own] = rowsOf(page, 'processes');
    expect(own!.slice(1, 3)).toEqual(['all', 'Alive']);
    expect(own![0]).toContain(String(process.pid));
    expect(own![5]).toBe(`0.0.0-testNode ${process.versions.node}`);
    expect(cardOf(page, 'machines')).toMatch(
      /Connections\d+ of \d+Size[\d.]+ MBDay partitions\d+Jobs waiting0/,
    );
    expect(cardOf(page, 'versions')).toMatch(/PostgreSQL\d+.*All are there\.$/);
    const german = await browser.open(path, { 'accept-language': 'de' });
    expect(wordsOf(german.root.querySelector('h1'))).toBe('Betrieb');
  });

  it('counts what goes in and out, how long it takes, and who fails', async () => {
    const organizer = await doorbell.createOrganizer();
    const urlOf = (status: number): string => new URL(`/${status}`, receiver.url).href;
    await organizer.createWebhook({ target_url: urlOf(200) });
    const failing = await organizer.createWebhook({ target_url: urlOf(500) });
    for (let count = 0; count < 3; count += 1) await organizer.record();
    await doorbell.untilAllWait();
    await report();
    const [sums] = await doorbell.query<Record<string, number>>(
      `SELECT sum(recorded)::integer AS recorded, sum(delivered)::integer AS delivered, sum(failed)::integer AS failed
       FROM traffic_minutes`,
    );
    expect(sums).toEqual({ recorded: 3, delivered: 3, failed: 3 });
    // What is said twice counts once.
    await report();
    await doorbell.query(
      `INSERT INTO traffic_minutes
       SELECT date_trunc('minute', now()) - n * interval '1 minute', gen_random_uuid(), 60, 40, 5, array_fill(0, ARRAY[18])
       FROM generate_series(0, 5) AS n`,
    );
    const page = await browser.open(path);
    const figures = page.root.querySelectorAll('[aria-labelledby=throughput-title] dd').map(wordsOf);
    expect(figures.map(Number).every((figure, index) => figure >= [60, 40, 5][index]!)).toBe(true);
    expect(page.root.querySelectorAll('.db-minutes')[0]!.querySelectorAll('[data-span]')).toHaveLength(60);
    expect(cardOf(page, 'latency')).toMatch(/half arrived within.*95 % within3 arrived\./);
    expect(cardOf(page, 'backlog')).toContain('3 deliveries have not ended.');
    expect(wordsOf(page.root.querySelector('[data-due=withinHour]'))).toBe('3 within an hour');
    const origin = new URL(receiver.url).origin;
    expect(rowsOf(page, 'failing')).toEqual([[origin, 'acmecorp', '3 of 3 calls']]);
    expect(rowsOf(page, 'owed-most')).toEqual([[origin, 'acmecorp', '3']]);
    const href = page.root.querySelector('#failing a')!.getAttribute('href');
    expect(href).toBe(`/console/organizers/acmecorp/webhooks/${failing.id}/`);
  });

  it('shows a process that was killed as gone, and forgets it after an hour', async () => {
    await doorbell.query(
      `INSERT INTO process_reports (id, role, host, pid, version, node_version, started, seen, calls_in_flight)
       SELECT gen_random_uuid(), 'worker', 'silent', n, '0.0.1', '20.0.0', now() - interval '2 days',
         now() - n * interval '1 minute', 7 FROM unnest(ARRAY[2, 61]) AS n`,
    );
    await doorbell.query(
      `INSERT INTO traffic_minutes
       SELECT date_trunc('minute', now()) - n * interval '1 hour', gen_random_uuid(), 0, 0, 7, array_fill(0, ARRAY[18])
       FROM unnest(ARRAY[23, 25]) AS n`,
    );
    await doorbell.app.get(ReportsRepository, { strict: false }).forgetOld();
    const page = await browser.open(path);
    expect(rowsOf(page, 'processes').map(([name]) => name)).not.toContain('silent · 61');
    const minutes = await doorbell.query(
      `SELECT FROM traffic_minutes WHERE minute < now() - interval '22 hours'`,
    );
    expect(minutes).toHaveLength(1);
    const rows = rowsOf(page, 'processes');
    expect(rows.find(([name]) => name === 'silent · 2')!.slice(2, 6)).toEqual([
      'Gone, last seen 2 minutes ago',
      '2 days ago',
      '–',
      '0.0.1, another versionNode 20.0.0',
    ]);
    await doorbell.app.get(ProcessReporter, { strict: false }).onApplicationShutdown();
    const left = await doorbell.query<{ pid: number }>('SELECT pid FROM process_reports WHERE pid = $1', [
      process.pid,
    ]);
    expect(left).toEqual([]);
    await report();
  });

  it('holds up no heartbeat, whoever locks what it is made from', async () => {
    const transactions = doorbell.app.get(TransactionRunner, { strict: false });
    const vital = doorbell.app.get(VitalConnection, { strict: false });
    const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    const heldUp = await transactions.runApart(async (manager) => {
      await manager.query('LOCK TABLE process_reports');
      const reported = transactions.outside(report);
      await vi.waitFor(async () => expect(await doorbell.query(waiting)).toHaveLength(1));
      const beaten = vital.query('SELECT').then(() => 'beaten');
      const late = new Promise((resolve) => setTimeout(resolve, 2_000, 'late'));
      return { reported, first: await Promise.race([beaten, late]) };
    });
    await heldUp.reported;
    expect(heldUp.first).toBe('beaten');
  });

  it('is told again what it shows, as long as its reader is signed in', async () => {
    const other = (await signIn(doorbell)).cookieHeader!;
    const [answer, left] = await Promise.all([follow(cookie), follow(other)]);
    const elsewhere = new ConsoleBrowser(doorbell.url).keep(other);
    await elsewhere.submit(await elsewhere.open('/console/'), 'form[action="/console/sign-out/"]');
    expect(answer.headers['content-type']).toBe('text/event-stream');
    let text = '';
    for await (const piece of answer.setEncoding('utf8')) {
      text += piece as string;
      if (text.includes('\n\n')) break;
    }
    const [, data] = /^event: part\ndata: (.*)\nid: \d+\n\n/.exec(text)!;
    const { id, html } = JSON.parse(data!) as { id: string; html: string };
    expect(id).toBe('operations');
    expect(html).toMatch(/^<div id="operations">/);
    expect(html).toContain('acmecorp');
    // Who has signed out is told nothing any more.
    expect(await left.setEncoding('utf8').toArray()).toEqual([]);
  });

  it('looks at the oldest of a large backlog, and says that there is more', async () => {
    await doorbell.query(
      `INSERT INTO owed (id, notification_id, recorded, organizer_id, webhook_id, generation, due)
       SELECT 10000000 + n, n, now() - interval '2 days', 1, 999, 1,
         now() + CASE WHEN n <= 10050 THEN interval '30 minutes' ELSE interval '1 day' END
       FROM generate_series(1, 10100) AS n`,
    );
    await doorbell.query('ANALYZE owed');
    const page = await browser.open(path);
    expect(cardOf(page, 'backlog')).toMatch(/about \d+ more, recorded later than all of these/);
    expect(wordsOf(page.root.querySelector('[data-age=older]'))).toMatch(/^9,99\d longer ago$/);
    // The three retries wait in the other lane. Of this one no more are counted: those due later were not looked at.
    const due = page.root.querySelectorAll('[data-due]').map(wordsOf);
    expect(due).toEqual(['0 due now', '0 within a minute', '10,003+ within an hour', '0+ later']);
    expect(rowsOf(page, 'owed-most')[0]).toEqual([
      'Webhook 999, which was deleted',
      '–',
      expect.stringMatching(/^9,99\d$/),
    ]);
  });

  it('is for administrators alone', async () => {
    const organizer = await doorbell.createOrganizer({ slug: 'staff' });
    const invitation = {
      email: 'sam@example.org',
      name: 'Sam',
      permissions: ['can_change_organizer_settings', 'can_view_organizer'] as const,
    };
    const { link } = await peopleOf(doorbell).invite(organizer, invitation, administrator);
    const { cookieHeader } = await signInByLink(doorbell, link!.token);
    const staff = new ConsoleBrowser(doorbell.url).keep(cookieHeader!);
    expect((await staff.open(path)).status).toBe(403);
    expect((await staff.open(`${path}live/`)).status).toBe(403);
    expect((await staff.open('/console/')).root.querySelector('.db-operations')).toBeNull();
  });
});
