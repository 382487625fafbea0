import { administrator, type Permission } from '@app/access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallFields, failure, logCalls, settledCall } from '../logs/log-steps.js';
import { peopleOf, signInByLink } from '../setup/browser.js';
import { type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';
import { browserOfFirst, ConsoleBrowser, type OpenPage, wordsOf } from './console-browser.js';

const path = '/console/organizers/';
const hourMs = 3_600_000;

let doorbell: Doorbell;
let browser: ConsoleBrowser;

beforeAll(async () => {
  doorbell = await startDoorbell();
  browser = await browserOfFirst(doorbell);
});
afterAll(async () => doorbell.stop());

const faultOf = ({ root }: OpenPage, field: string): string => wordsOf(root.querySelector(`#${field}-fault`));
const cellsOf = ({ root }: OpenPage, slug: string): readonly string[] | undefined =>
  root.querySelector(`#organizer-${slug}`)?.querySelectorAll('td').map(wordsOf);
const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * hourMs);

/** A webhook with these calls. */
async function webhookOf(organizer: TestOrganizer, ...calls: readonly CallFields[]): Promise<number> {
  const { id } = await organizer.createWebhook({ target_url: 'https://receiver.example/' });
  await logCalls(
    doorbell,
    calls.map((fields) => settledCall(organizer.id, id, fields)),
  );
  return id;
}

/** Somebody new, signed in. */
async function join(
  organizers: readonly TestOrganizer[],
  permissions: readonly Permission[],
): Promise<ConsoleBrowser> {
  const invitation = { email: `${organizers[0]!.slug}@example.org`, name: 'Sam', permissions };
  const made = [];
  for (const organizer of organizers) {
    made.push(await peopleOf(doorbell).invite(organizer, invitation, administrator));
  }
  const { cookieHeader } = await signInByLink(doorbell, made.at(-1)!.link!.token);
  return new ConsoleBrowser(doorbell.url).keep(cookieHeader!);
}

describe('Organizers', () => {
  it('are made by an administrator, and named anew, with the entries of the API', async () => {
    const empty = await browser.open(path);
    expect(wordsOf(empty.root.querySelector('.db-message'))).toContain('There is no organizer yet');
    const page = await browser.open(empty.root.querySelector('.db-message a.btn')!.getAttribute('href')!);
    const wrong = await browser.submit(page, 'main form', { name: '', slug: 'not this' });
    expect([wrong.status, faultOf(wrong, 'name'), faultOf(wrong, 'slug')]).toEqual([
      400,
      'This is needed.',
      'Only letters, digits, dots and dashes fit here, and it begins with a letter or a digit.',
    ]);
    expect(wrong.root.querySelector('#slug')?.getAttribute('value')).toBe('not this');
    const made = await browser.submit(wrong, 'main form', { name: 'Fresh & <b>Co</b>', slug: 'fresh' });
    expect(made.path).toBe(`${path}?notice=organizer_created`);
    expect(cellsOf(made, 'fresh')).toEqual(['Fresh & <b>Co</b>', 'fresh', '0', '0', 'None', 'Rename']);
    const again = await browser.submit(page, 'main form', { name: 'Other', slug: 'fresh' });
    expect(faultOf(again, 'slug')).toBe('Another organizer has this short name, or had it until lately.');

    const rename = await browser.open(`${path}fresh/name/`);
    expect(rename.root.querySelector('#name')?.getAttribute('value')).toContain('Fresh');
    expect(rename.root.querySelector('#slug')).toBeNull();
    const blank = await browser.submit(rename, 'main form', { name: ' ' });
    expect([blank.status, faultOf(blank, 'name')]).toEqual([400, 'This is needed.']);
    const renamed = await browser.submit(blank, 'main form', { name: 'Fresher' });
    expect(cellsOf(renamed, 'fresh')![0]).toBe('Fresher');
    expect(
      await doorbell.query(
        `SELECT action, actor_name, changes->'name'->>1 AS name FROM audit_entries
         WHERE object_type = 'organizer' ORDER BY id`,
      ),
    ).toEqual([
      { action: 'pretix.organizer.created', actor_name: 'Ada', name: 'Fresh & <b>Co</b>' },
      { action: 'pretix.organizer.changed', actor_name: 'Ada', name: 'Fresher' },
    ]);
  });

  it('say how many webhooks they have, how often these were called in 24 hours, and how many fail', async () => {
    const acme = await doorbell.createOrganizer();
    const other = await doorbell.createOrganizer({ slug: 'other' });
    const failed = (hours: number): CallFields => ({ began: hoursAgo(hours), result: failure });
    await webhookOf(acme, { began: hoursAgo(1) }, failed(2), { began: hoursAgo(30) });
    await webhookOf(acme, failed(3), { began: hoursAgo(3.5) }, { began: hoursAgo(0.01), deliveryId: null });
    await webhookOf(acme, failed(50));
    const disabled = await webhookOf(acme, failed(1));
    await acme.api.delete(`${acme.path}/webhooks/${disabled}/`);
    await webhookOf(other, { began: hoursAgo(2) });
    const page = await browser.open(path);
    expect(cellsOf(page, 'acmecorp')).toEqual([
      'acmecorp',
      'acmecorp',
      '4',
      '5, of which 3 failed',
      '2',
      'Rename',
    ]);
    expect(cellsOf(page, 'other')).toEqual(['other', 'other', '1', '1', 'None', 'Rename']);
    const link = page.root.querySelector('#organizer-acmecorp .db-state a')!.getAttribute('href')!;
    expect((await browser.open(link)).root.querySelectorAll('tbody tr')).toHaveLength(2);
  });

  it('are shown to those who may view them, and changed by administrators alone', async () => {
    const [first, second] = [
      await doorbell.createOrganizer({ slug: 'first' }),
      await doorbell.createOrganizer({ slug: 'second' }),
    ];
    const viewer = await join([first, second], ['can_view_organizer']);
    const list = await viewer.open('/console/');
    expect(list.path).toBe(path);
    expect(list.root.querySelectorAll('tbody tr').map(({ id }) => id)).toEqual([
      'organizer-first',
      'organizer-second',
    ]);
    expect(cellsOf(list, 'first')).toHaveLength(5);
    expect(list.root.querySelectorAll('main a')).toEqual([]);
    for (const page of ['new/', 'first/name/']) {
      expect([page, (await viewer.open(path + page)).status]).toEqual([page, 403]);
    }
  });

  it('come page by page', async () => {
    await doorbell.query(
      `INSERT INTO organizers (slug, name, created) SELECT 'zz' || n, 'Many', now() FROM generate_series(100, 159) AS n`,
    );
    const first = await browser.open(path);
    expect(first.root.querySelectorAll('tbody tr')).toHaveLength(50);
    const second = await browser.open(first.root.querySelector('.db-pager a.btn')!.getAttribute('href')!);
    const slugs = [first, second].flatMap(({ root }) =>
      root.querySelectorAll('tbody tr').map(({ id }) => id),
    );
    expect(new Set(slugs).size).toBe(slugs.length);
    expect(slugs).toContain('organizer-zz159');
  });
});
