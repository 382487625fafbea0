import { expect } from 'vitest';
import type { DeliveryModel, ModelDelivery } from './delivery-model.js';
import type { DeliveryRow, LeaseRow, PlayedDelivery } from './played-delivery.js';
import { exactly, retrySchedule } from './delivery-model.js';

/**
 * The tables hold what the model says, and nothing else: each delivery in one place, none gone, none in two; each lease
 * that covers one is there; every call that was made is logged. What the model could not know is learnt from them.
 */
export async function agree(model: DeliveryModel, played: PlayedDelivery): Promise<void> {
  const { deliveries: rows, leases, calls } = await played.tables();
  learnLeases(model, rows, leases);
  same(
    'deliveries',
    toPlaces(rows.map((row) => [row.id, placeOf(row)])),
    toPlaces([...model.deliveries.values()].map((delivery) => [delivery.id, expectedPlace(delivery)])),
  );
  same(
    'leases',
    new Map(leases.map(({ id, owner }) => [String(id), owner])),
    new Map([...model.leases.values()].map(({ id, owner }) => [id, owner])),
  );
  same('calls logged', calls, model.callsLogged);
  for (const row of rows) if (row.place === 'owed') checkOwed(row, model);
}

/** Both say the same. */
export function same(what: string, actual: unknown, expected: unknown): void {
  expect({ [what]: actual }).toEqual({ [what]: expected });
}

/** Each delivery as the API shows it, too. */
export async function agreeInPublic(model: DeliveryModel, played: PlayedDelivery): Promise<void> {
  for (const delivery of model.deliveries.values()) {
    const { place } = delivery;
    const state = place.kind === 'ended' ? place.how : (model.droppedReason(delivery) ?? 'pending');
    expect(await played.shown(delivery.webhook.id, delivery.id), 'shown').toBe(state);
  }
}

/** What was leased a moment ago is covered by a lease nobody has heard of yet. */
function learnLeases(model: DeliveryModel, rows: readonly DeliveryRow[], leases: readonly LeaseRow[]): void {
  const unknown = new Map(leases.map((lease) => [String(lease.id), lease]));
  for (const id of model.leases.keys()) unknown.delete(id);
  const leaseOf = new Map(rows.map(({ id, lease_id }) => [id, String(lease_id)]));
  for (const [delivery, place] of model.owed()) {
    if (place.lease !== undefined) continue;
    const lease = unknown.get(leaseOf.get(delivery.id) ?? '');
    expect(lease, `a new lease of delivery ${delivery.id}`).toBeDefined();
    const id = String(lease!.id);
    delivery.place = { ...place, lease: id };
    if (!model.leases.has(id)) {
      expect(lease, 'a lease of the queue').toMatchObject({ owner: null });
      model.leases.set(id, { id, epoch: lease!.epoch, owner: null, isOver: false, isLoaded: false });
    }
  }
}

function placeOf(row: DeliveryRow): string {
  const { place, round, attempt, generation, drop_requested, lease_id, success, reason } = row;
  const count = `round ${round}, ${attempt} calls`;
  if (place === 'called') return `${success ? 'succeeded' : 'exhausted'}, ${count}`;
  if (place === 'ended') return `${reason}, ${count}`;
  const where = lease_id === null ? 'waits' : `under lease ${lease_id}`;
  return `${where}, ${count}, generation ${generation}${drop_requested ? ', not to be called' : ''}`;
}

function expectedPlace({ place, round, attempt, generation, dropRequested }: ModelDelivery): string {
  const count = `round ${round}, ${attempt} calls`;
  if (place.kind === 'ended') return `${place.how}, ${count}`;
  const where = place.lease === null ? 'waits' : `under lease ${place.lease}`;
  return `${where}, ${count}, generation ${generation}${dropRequested ? ', not to be called' : ''}`;
}

function checkOwed({ id, attempt, due }: DeliveryRow, model: DeliveryModel): void {
  const delivery = model.deliveries.get(id)!;
  if (delivery.place.kind !== 'owed') return;
  const { earliest, latest } = delivery.place.due;
  expect(attempt, 'calls that counted').toBeLessThanOrEqual(retrySchedule.length);
  expect(due, 'due').toBeGreaterThanOrEqual(earliest);
  expect(due, 'due').toBeLessThanOrEqual(latest);
  delivery.place = { ...delivery.place, due: exactly(due!) };
}

/** All places of each delivery: there should be one. */
function toPlaces(entries: readonly (readonly [number, string])[]): ReadonlyMap<number, readonly string[]> {
  const places = new Map<number, string[]>();
  for (const [id, place] of entries.toSorted(([one], [other]) => one - other)) {
    places.set(id, [...(places.get(id) ?? []), place]);
  }
  return places;
}
