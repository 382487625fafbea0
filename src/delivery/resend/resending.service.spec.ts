import { administrator } from '@app/access';
import type { EntityManager } from '@app/database';
import type { EventBus } from '@app/event-bus';
import type { DeliveryHistory, EndedRange } from '@contracts/delivery';
import type { AuditTrail } from '@contracts/organizers';
import type { WebhookTarget } from '@contracts/webhooks';
import { expect, it, vi } from 'vitest';
import type { ResendingRepository } from './resending.repository.js';
import { Resending } from './resending.service.js';

const now = new Date('2026-03-31T12:00:00Z');
const webhook = { id: 7, organizerId: 1, generation: 1 } as WebhookTarget;
const manager = {} as EntityManager;

/** Resends, and what was asked of what there is to send. */
function resending(): { readonly service: Resending; readonly ranges: EndedRange[] } {
  const ranges: EndedRange[] = [];
  const note = (range: EndedRange): Promise<number> => Promise.resolve(ranges.push(range));
  const repository = { countDropped: note, begin: note } as unknown as ResendingRepository;
  const history = { count: note } as unknown as DeliveryHistory;
  const bus = { publish: () => Promise.resolve() } as unknown as EventBus;
  const audit = { append: () => Promise.resolve() } as unknown as AuditTrail;
  const clock = { now: () => now };
  return { service: new Resending(repository, bus, history, audit, clock), ranges };
}

it.each([
  ['years ago', '2020-01-01T00:00:00Z', '2026-03-01T12:00:00.000Z'],
  ['yesterday', '2026-03-30T12:00:00Z', '2026-03-30T12:00:00.000Z'],
])(
  'Resend of everything since %s goes back 30 days at most, however long the log is kept',
  async (_when, since, from) => {
    const { service, ranges } = resending();
    const range = { webhookId: 7, since: new Date(since), until: now, state: 'failed' } as const;
    await service.count(webhook, range, manager);
    await service.resendAll(webhook, range, administrator, manager);
    expect(ranges.length).toBeGreaterThan(2);
    expect(new Set(ranges.map((asked) => asked.since.toISOString()))).toEqual(new Set([from]));
  },
);

it('Of what ended and of what was dropped no more is counted than was asked for', async () => {
  const countDropped = vi.fn<ResendingRepository['countDropped']>().mockResolvedValue(2);
  const count = vi.fn<DeliveryHistory['count']>().mockResolvedValue(3);
  const service = new Resending(
    { countDropped } as unknown as ResendingRepository,
    {} as EventBus,
    { count } as unknown as DeliveryHistory,
    {} as AuditTrail,
    { now: () => now },
  );
  const range = { webhookId: 7, since: now, until: now, state: 'failed' } as const;
  expect(await service.count(webhook, range, manager, 3)).toBe(5);
  expect(count).toHaveBeenCalledWith(range, manager, 3);
  expect(countDropped).toHaveBeenCalledWith(range, 1, manager, 3);
});
