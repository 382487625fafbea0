import { type EntityManager, TextCatalog } from '@app/database';
import { EventBus } from '@app/event-bus';
import type { FieldErrors } from '@app/rest';
import {
  NotificationsRecorded,
  type NotificationToFanOut,
  type RecordedNotification,
} from '@contracts/events';
import { Injectable } from '@nestjs/common';
import { textOfUnknown } from './notification-faults.js';
import type { Candidate, Candidates } from './candidate.js';
import type { KeyRow } from './recording-keys.repository.js';
import { RecordingDay } from './recording-day.service.js';
import { RecordingKeys } from './recording-keys.service.js';
import {
  type EventIds,
  type EventName,
  type NotificationRow,
  RecordingRepository,
} from './recording.repository.js';
import {
  type AddressedNotification,
  failureOf,
  type RecordingOutcome,
  type RecordingRequest,
} from './recording-request.js';

/** Records the requests of a group in one transaction, with the same few statements however many they are. */
@Injectable()
export class GroupRecording {
  constructor(
    private readonly repository: RecordingRepository,
    private readonly keys: RecordingKeys,
    private readonly texts: TextCatalog,
    private readonly day: RecordingDay,
    private readonly bus: EventBus,
  ) {}

  /** One outcome for each request, in order. The requests share no recording key. */
  async record(
    requests: readonly RecordingRequest[],
    manager: EntityManager,
  ): Promise<readonly RecordingOutcome[]> {
    const candidates = await this.candidatesOf(requests, manager);
    const earlier = await this.keys.claim(candidates, manager);
    const accepted = [...candidates.byRequest.entries()].flatMap(([request, own]) =>
      candidates.failures.has(request) ? [] : own,
    );
    const deliveries = await this.insert(
      accepted.filter(({ id }) => !earlier.has(id)),
      manager,
    );
    return requests.map(
      (request) =>
        candidates.failures.get(request) ??
        candidates.byRequest
          .get(request)!
          .map((candidate) => answerOf(candidate, earlier.get(candidate.id), deliveries.get(candidate.id))),
    );
  }

  private async candidatesOf(
    requests: readonly RecordingRequest[],
    manager: EntityManager,
  ): Promise<Candidates> {
    const count = requests.reduce((sum, { notifications }) => sum + notifications.length, 0);
    const { eventIds, ids } = await this.repository.prepare(eventsOf(requests), count, manager);
    let next = 0;
    const recorded = await this.day.now();
    const failures = new Map<RecordingRequest, RecordingOutcome>();
    const byRequest = new Map<RecordingRequest, readonly Candidate[]>();
    for (const request of requests) {
      const faults = faultsOfEvents(request, eventIds);
      if (faults.size > 0) failures.set(request, failureOf(request.isBatch, faults));
      const own = request.notifications.map((notification) => {
        const { prepared, organizerId } = notification;
        const eventId = eventIdOf(notification, eventIds) ?? null;
        return { prepared, organizerId, id: ids[next++]!, recorded, eventId };
      });
      byRequest.set(request, own);
    }
    return { byRequest, failures };
  }

  /** How many webhooks each is owed to. */
  private async insert(
    fresh: readonly Candidate[],
    manager: EntityManager,
  ): Promise<ReadonlyMap<number, number>> {
    if (fresh.length === 0) return new Map();
    const texts = await this.texts.idsOf(textsOf(fresh));
    const rows = fresh.map((candidate) => rowOf(candidate, texts));
    const event = new NotificationsRecorded(
      fresh.map((candidate, index) => toFanOut(candidate, rows[index]!.body)),
    );
    // The server works on one while the other is on its way; it takes them in this order.
    await bothOf(this.repository.insert(rows, fresh[0]!.recorded, manager), this.bus.publish(event, manager));
    await this.keys.setDeliveries(fresh, event.deliveries, manager);
    return event.deliveries;
  }
}

/** Each once. */
function eventsOf(requests: readonly RecordingRequest[]): readonly EventName[] {
  const names = new Map<string, EventName>();
  for (const { notifications } of requests) {
    for (const { organizerId, prepared } of notifications) {
      const { event } = prepared;
      if (event !== null) names.set(`${organizerId} ${event}`, { organizerId, slug: event });
    }
  }
  return [...names.values()];
}

/** Resolves when both have ended. @throws what failed first: the other's failure follows from it */
async function bothOf(one: Promise<void>, other: Promise<void>): Promise<void> {
  const ends = await Promise.allSettled([one, other]);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/** Each once, of a group that is mostly about the same. */
function textsOf(candidates: readonly Candidate[]): ReadonlySet<string> {
  const texts = new Set<string>();
  for (const { prepared } of candidates) texts.add(prepared.action).add(prepared.registered.type.name);
  return texts;
}

function eventIdOf({ organizerId, prepared }: AddressedNotification, eventIds: EventIds): number | undefined {
  return prepared.event === null ? undefined : eventIds.get(organizerId)?.get(prepared.event);
}

/** By index. The event of an action that no event limit holds back may be gone already. */
function faultsOfEvents(
  { notifications }: RecordingRequest,
  eventIds: EventIds,
): ReadonlyMap<number, FieldErrors> {
  const faults = new Map<number, FieldErrors>();
  for (const [index, notification] of notifications.entries()) {
    const { event, registered } = notification.prepared;
    if (event === null || registered.type.ignoresEventLimit) continue;
    if (eventIdOf(notification, eventIds) === undefined) faults.set(index, { event: [textOfUnknown(event)] });
  }
  return faults;
}

function rowOf(
  { id, organizerId, prepared }: Candidate,
  texts: ReadonlyMap<string, number>,
): NotificationRow {
  const { organizer, event, action, references, registered, reference, data } = prepared;
  const body = registered.writeBody({ notificationId: id, organizer, event, action, references });
  const actionTypeId = texts.get(registered.type.name)!;
  const actionId = texts.get(action)!;
  return { id, organizerId, actionTypeId, actionId, event, reference, body, data };
}

function toFanOut(
  { id, recorded, organizerId, prepared, eventId }: Candidate,
  body: string,
): NotificationToFanOut {
  const { registered, action, event, reference } = prepared;
  const { name, scope, ignoresEventLimit = false } = registered.type;
  const anyEvent = ignoresEventLimit || scope === 'organizer';
  return { id, recorded, organizerId, actionType: name, action, event, reference, body, eventId, anyEvent };
}

function answerOf(
  { id, recorded, organizerId, prepared }: Candidate,
  earlier: KeyRow | undefined,
  deliveries = 0,
): RecordedNotification {
  const { organizer, event, action, registered } = prepared;
  return {
    id: earlier?.notificationId ?? id,
    recorded: earlier?.recorded ?? recorded,
    organizerId,
    organizer,
    event,
    actionType: registered.type.name,
    action,
    deliveries: earlier?.deliveries ?? deliveries,
    duplicate: earlier !== undefined,
  };
}
