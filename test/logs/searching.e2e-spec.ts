import { assert, asyncProperty, constantFrom, integer, record } from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallAnswer, type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';
import { allPages, type CallFields, failure, firstPage, logCalls, settledCall } from './log-steps.js';

let doorbell: Doorbell;
let organizer: TestOrganizer;
beforeAll(async () => {
  doorbell = await startDoorbell();
  organizer = await doorbell.createOrganizer();
});
afterAll(() => doorbell.stop());

const createWebhook = async (): Promise<number> =>
  (await organizer.createWebhook({ target_url: 'http://127.0.0.1:8/', action_types: [] })).id;
const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);
const idsOf = (calls: readonly CallAnswer[]): readonly number[] => calls.map(({ id }) => id);

describe('searching the log', () => {
  it('42. The log filters by outcome, type, event, notification, reference and time, newest first.', async () => {
    const [webhook, another] = [await createWebhook(), await createWebhook()];
    const given: readonly CallFields[] = [
      { began: minutesAgo(50) },
      { began: minutesAgo(40), result: failure },
      {
        began: minutesAgo(30),
        notification: {
          action: 'pretix.event.order.changed.item',
          actionType: 'pretix.event.order.changed.*',
        },
      },
      { began: minutesAgo(20), notification: { event: 'othercon', reference: 'XYZ99' } },
      { began: minutesAgo(10), notification: { event: null, reference: null, id: 77 }, result: failure },
    ];
    const [first, second, third, fourth, fifth] = await logCalls(
      doorbell,
      given.map((fields) => settledCall(organizer.id, webhook, fields)),
    );
    const [elsewhere] = await logCalls(doorbell, [
      settledCall(organizer.id, another, { began: minutesAgo(25) }),
    ]);
    const found = async (filters: string): Promise<readonly number[]> =>
      idsOf(await allPages(organizer, `/webhooks/${webhook}/calls/?${filters}`));
    expect(await found('')).toEqual([fifth, fourth, third, second, first]);
    expect(await found('success=false')).toEqual([fifth, second]);
    expect(await found('success=true')).toEqual([fourth, third, first]);
    expect(await found('action_type=pretix.event.order.changed.*')).toEqual([third]);
    expect(await found('action_type=pretix.event.order.placed&success=true')).toEqual([fourth, first]);
    expect(await found('action_type=nobody.knows')).toEqual([]);
    expect(await found('event=othercon')).toEqual([fourth]);
    expect(await found('event=democon&success=false')).toEqual([second]);
    expect(await found('notification=77')).toEqual([fifth]);
    expect(await found('reference=XYZ99')).toEqual([fourth]);
    const since = minutesAgo(35).toISOString();
    expect(await found(`since=${since}`)).toEqual([fifth, fourth, third]);
    expect(await found(`until=${since}`)).toEqual([second, first]);
    const exactly = given[1]!.began!.toISOString();
    expect(await found(`since=${exactly}&until=${since}`)).toEqual([second]);
    expect(await found(`until=${exactly}`)).toEqual([first]);
    const all = idsOf(await allPages(organizer, '/calls/'));
    expect(all).toEqual([fifth, fourth, elsewhere, third, second, first]);
    expect(idsOf(await allPages(organizer, `/calls/?webhook=${another}`))).toEqual([elsewhere]);
    expect(idsOf(await allPages(organizer, '/calls/?success=false'))).toEqual([fifth, second]);
  });

  it('42. Filters that are wrong or unknown are refused by name, and so is a numbered page.', async () => {
    const webhook = await createWebhook();
    const answer = async (query: string) => {
      const { status, body } = await organizer.api.get(
        `${organizer.path}/webhooks/${webhook}/calls/?${query}`,
      );
      return { status, body };
    };
    expect(await answer('sucess=true&success=perhaps&notification=x&since=yesterday')).toEqual({
      status: 400,
      body: {
        success: ['Must be a valid boolean.'],
        notification: ['A valid integer is required.'],
        since: ['Datetime has wrong format. Use ISO 8601 with a time zone, e.g. 2026-05-03T10:00:00Z.'],
        sucess: ['Unknown field.'],
      },
    });
    expect((await answer('page=2')).status).toBe(400);
    expect((await answer('cursor=rubbish')).status).toBe(404);
  });

  it('42. Every call committed when the first page was read comes exactly once, while new calls come in.', async () => {
    const scenario = record({
      count: integer({ min: 0, max: 60 }),
      size: integer({ min: 1, max: 25 }),
      // So few moments for so many calls, that pages end within one.
      moments: integer({ min: 1, max: 8 }),
      newOnes: integer({ min: 0, max: 6 }),
      filter: constantFrom('', '&success=true', '&event=democon', '&action_type=pretix.event.order.placed'),
    });
    await assert(
      asyncProperty(scenario, async ({ count, size, moments, newOnes, filter }) => {
        const webhook = await createWebhook();
        const base = minutesAgo(60).getTime();
        let number = 0;
        const log = async (calls: number): Promise<readonly number[]> =>
          calls === 0
            ? []
            : logCalls(
                doorbell,
                Array.from({ length: calls }, () => {
                  number += 1;
                  // Some of the new ones began before what was read already: they were only slower.
                  return settledCall(organizer.id, webhook, {
                    began: new Date(base + ((number * 7) % moments)),
                  });
                }),
              );
        const committed = await log(count);
        const path = `/webhooks/${webhook}/calls/?page_size=${size}${filter}`;
        const seen = idsOf(await allPages(organizer, path, () => log(newOnes)));
        expect(new Set(seen).size).toBe(seen.length);
        const old = new Set(committed);
        const seenOnes = seen.filter((id) => old.has(id));
        expect(seenOnes.toSorted((a, b) => a - b)).toEqual([...committed]);
      }),
      { numRuns: 25 },
    );
  });

  it('42. Both outcomes come in one order, page by page.', async () => {
    const webhook = await createWebhook();
    const calls = Array.from({ length: 23 }, (_, index) =>
      settledCall(organizer.id, webhook, {
        began: minutesAgo(100 - index),
        ...(index % 3 === 0 ? { result: failure } : {}),
      }),
    );
    const ids = await logCalls(doorbell, calls);
    const seen = idsOf(await allPages(organizer, `/webhooks/${webhook}/calls/?page_size=4`));
    expect(seen).toEqual(ids.toReversed());
    const { next } = await firstPage(organizer, `/webhooks/${webhook}/calls/?page_size=4&success=false`);
    expect(next).toContain('success=false');
  });
});
