import { isDeepStrictEqual } from 'node:util';
import type { RequiredPermission } from '@app/access';
import { type Receiver, startReceiver } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, type Doorbell, startDoorbell } from '../setup/doorbell.js';
import type { ConsoleBrowser } from './console-browser.js';
import type { ConsoleAction, TwinnedAction } from './twins/console-action.js';
import { singleActions } from './twins/single-actions.js';
import { type AuditEntryRow, type Subject, TwinGround } from './twins/twin-ground.js';
import { twinnedActions } from './twins/twinned-actions.js';

const shortlyMs = 60_000;
const signInPage = '/console/sign-in/';
/** Of everybody who has signed in. */
const peoplesPage = '/console/organizers/';

let doorbell: Doorbell;
let receiver: Receiver;
let ground: TwinGround;

beforeAll(async () => {
  [doorbell, receiver] = await Promise.all([
    startDoorbell({ settings: { retrySchedule: [3_600] } }),
    startReceiver(),
  ]);
  // Before anybody is invited: the first person becomes the administrator.
  ground = new TwinGround(doorbell, await doorbell.createOrganizer(), receiver);
  await ground.browserThat('admin');
});
afterAll(async () => {
  await doorbell.stop();
  await receiver.close();
});

async function subjectOf({ subject }: ConsoleAction): Promise<Subject> {
  return { organizer: ground.organizer.slug, ...(await subject?.(ground)) };
}

const pathOf = (route: string, subject: Subject): string =>
  `${route.split(' ')[1]!.replaceAll(/:(\w+)/g, (_all, name: string) => subject[name]!)}/`;

/** As its form sends it, with the secret that stands in the forms of a page; the answer's status. */
async function press(
  action: ConsoleAction,
  subject: Subject,
  browser: ConsoleBrowser,
  page = action.needs === 'public' ? signInPage : peoplesPage,
): Promise<number> {
  const { root } = await browser.open(page);
  const token = root.querySelector('[name=form_token]')!.getAttribute('value')!;
  const fields = Object.entries(action.form?.(subject) ?? {}).flatMap(([name, value]) =>
    [value].flat().map((text): [string, string] => [name, text]),
  );
  const body = new URLSearchParams([['form_token', token], ...fields]);
  return browser.statusOf(pathOf(action.route, subject), body);
}

async function call(action: TwinnedAction, subject: Subject, api: ApiClient): Promise<number> {
  const body = action.body?.(subject) ?? {};
  const method = action.twin.split(' ')[0]!;
  return (
    await api.send(
      method,
      `${pathOf(action.twin, subject)}${action.query ?? ''}`,
      method === 'DELETE' ? {} : { body },
    )
  ).status;
}

/** What was left by it, with the names of the subject's parts in the place of its ids. */
async function entriesOf(subject: Subject, work: () => Promise<number>): Promise<readonly object[]> {
  const before = await ground.lastEntry();
  expect(await work()).toBeLessThan(400);
  const entries = await ground.entriesAfter(before);
  return entries.map((entry) => general(entry, subject));
}

function general({ action, object_type, object_id, changes }: AuditEntryRow, subject: Subject): object {
  const nameOf = (value: unknown): unknown =>
    Object.entries(subject).find(([, own]) => own === String(value))?.[0] ?? value;
  const isKnown = nameOf(object_id) !== object_id;
  const told = JSON.stringify(changes, (_key, value: unknown) =>
    typeof value === 'string' ? (isNow(value) ? 'now' : withoutOwn(value, subject)) : value,
  );
  return {
    action,
    object_type,
    object: isKnown ? nameOf(object_id) : 'a new one',
    changes: JSON.parse(told) as object,
  };
}

/** What begins a token is drawn by lot. */
const tokenPrefix = /^dbt_\w+$/;

const isNow = (text: string): boolean =>
  /^\d{4}-\d\d-\d\dT/.test(text) && Math.abs(Date.parse(text) - Date.now()) < shortlyMs;

/** Names and addresses; a number may stand anywhere by chance. */
const withoutOwn = (text: string, subject: Subject): string =>
  Object.entries(subject)
    .filter(([, own]) => /\D/.test(own))
    .reduce((rest, [name, own]) => rest.replace(own, `<${name}>`), text.replace(tokenPrefix, '<prefix>'));

const actionsOf = (entries: readonly object[]): readonly string[] =>
  entries.map((entry) => (entry as AuditEntryRow).action).toSorted();

/** What its refusal changes: nothing. */
async function refused(work: () => Promise<readonly number[]>): Promise<readonly number[]> {
  await doorbell.untilAllWait();
  const before = await ground.fingerprint();
  const statuses = await work();
  expect(await ground.fingerprint()).toEqual(before);
  return statuses;
}

describe('What the console does and the API too', () => {
  it.each(twinnedActions)('$route needs $needs, and leaves the entry of its twin', async (action) => {
    const [here, there] = [await subjectOf(action), await subjectOf(action)];
    const stranger = await ground.browserWithout(action.needs);
    const program = await ground.clientWithout(action.needs);
    const statuses = await refused(async () => [
      await press(action, here, stranger),
      await call(action, there, program),
    ]);
    expect(statuses).toEqual([403, 403]);

    const browser = await ground.browserThat(action.needs);
    const api = await ground.clientThat(action.needs);
    const pressed = await entriesOf(here, async () => press(action, here, browser));
    const called = await entriesOf(there, async () => call(action, there, api));
    expect(pressed).toEqual(called);
    expect(actionsOf(pressed)).toEqual(action.entries.toSorted());
  });
});

/** Whoever has not signed in is sent there; nobody is refused what is public. */
const refusals: Partial<Readonly<Record<RequiredPermission, readonly number[]>>> = {
  authenticated: [303],
  public: [],
};

async function triedByOthers(action: ConsoleAction, subject: Subject): Promise<readonly number[]> {
  if (action.needs === 'public') return [];
  const stranger = await ground.browserWithout(action.needs);
  const page = action.needs === 'authenticated' ? signInPage : peoplesPage;
  return [await press(action, subject, stranger, page)];
}

describe('What the console alone does', () => {
  it.each(singleActions)('$route needs $needs, and leaves its entry', async (action) => {
    const subject = await subjectOf(action);
    expect(await refused(async () => triedByOthers(action, subject))).toEqual(
      refusals[action.needs] ?? [403],
    );
    const browser = await ground.browserThat(action.needs);
    const fingerprint = await ground.fingerprint();
    const before = await ground.lastEntry();
    expect(await press(action, subject, browser)).toBeLessThan(400);
    const entries = await ground.entriesAfter(before);
    expect(actionsOf(entries)).toEqual(action.entries.toSorted());
    expect(entries.filter(({ actor_type }) => actor_type !== 'person')).toEqual([]);
    const isUnchanged = isDeepStrictEqual(await ground.fingerprint(), fingerprint);
    expect(isUnchanged).toBe(action.entries.length === 0);
  });
});
