import type { OrganizerScope, Principal } from '@app/access';
import { type EntityManager, TransactionRunner } from '@app/database';
import { EventBus } from '@app/event-bus';
import { NotFound, ValidationFailed } from '@app/rest';
import { EventDeleted } from '@contracts/events';
import { AuditTrail, changesBetween, slugFault } from '@contracts/organizers';
import { Inject, Injectable } from '@nestjs/common';
import type { EventEntity } from './event.entity.js';
import { type EventFields, toEventDto } from './event.mapper.js';
import { type EventAddress, EventsRepository } from './events.repository.js';

/** Creates, changes and deletes events, each time with its entry in the audit trail. */
@Injectable()
export class EventsService {
  constructor(
    private readonly transactions: TransactionRunner,
    private readonly events: EventsRepository,
    private readonly bus: EventBus,
    @Inject(AuditTrail) private readonly trail: AuditTrail,
  ) {}

  /** @throws ValidationFailed when the slug is taken, or it ends before it begins */
  async create(
    { id: organizerId }: OrganizerScope,
    slug: string,
    fields: EventFields,
    principal: Principal,
  ): Promise<EventEntity> {
    const event = await this.insert({ organizerId, slug }, fields, principal);
    if (!event) throw new ValidationFailed({ slug: ['This field must be unique.'] });
    return event;
  }

  /** Creates the event, or gives the existing one exactly these fields. */
  async createOrReplace(
    { id: organizerId }: OrganizerScope,
    slug: string,
    fields: EventFields,
    principal: Principal,
  ): Promise<{ readonly event: EventEntity; readonly isNew: boolean }> {
    const fault = slugFault(slug);
    if (fault !== undefined) throw new ValidationFailed({ slug: [fault] });
    return this.transactions.run(async () => {
      const address = { organizerId, slug };
      const isThere = (await this.events.lock(address)) !== null;
      const created = isThere ? null : await this.insert(address, fields, principal);
      if (created) return { event: created, isNew: true };
      return { event: await this.change(address, () => fields, principal), isNew: false };
    });
  }

  /** @throws ValidationFailed when it would end before it begins, NotFound when it has just been deleted */
  async change(
    address: EventAddress,
    fieldsAfter: (before: EventFields) => EventFields,
    principal: Principal,
  ): Promise<EventEntity> {
    return this.transactions.run(async (manager) => {
      const before = await this.events.lock(address);
      if (!before) throw new NotFound('Event');
      const fields = fieldsAfter(before);
      checkDates(fields);
      const { id, organizerId, slug } = before;
      const after = { id, organizerId, slug, ...fields };
      await this.events.update(id, fields);
      await this.audit('changed', before, after, principal, manager);
      return after;
    });
  }

  /** The log and what is owed stay; who refers to the event lets go in the same transaction. */
  async delete(address: EventAddress, principal: Principal): Promise<void> {
    await this.transactions.run(async (manager) => {
      const event = await this.events.lock(address);
      if (!event) throw new NotFound('Event');
      await this.bus.publish(new EventDeleted(event.organizerId, event.id, event.slug), manager);
      await this.events.delete(event.id);
      await this.audit('deleted', event, undefined, principal, manager);
    });
  }

  private async insert(
    address: EventAddress,
    fields: EventFields,
    principal: Principal,
  ): Promise<EventEntity | null> {
    checkDates(fields);
    return this.transactions.run(async (manager) => {
      const event = await this.events.insert(address, fields);
      if (event) await this.audit('created', undefined, event, principal, manager);
      return event;
    });
  }

  private async audit(
    action: 'created' | 'changed' | 'deleted',
    before: EventEntity | undefined,
    after: EventEntity | undefined,
    principal: Principal,
    manager: EntityManager,
  ): Promise<void> {
    const { organizerId, slug } = (after ?? before)!;
    const changes = changesBetween(before ? toEventDto(before) : {}, after ? toEventDto(after) : {});
    if (Object.keys(changes).length === 0) return;
    const object = { type: 'event', id: slug } as const;
    await this.trail.append(
      [{ organizerId, principal, action: `pretix.event.${action}`, object, changes }],
      manager,
    );
  }
}

/** @throws ValidationFailed */
function checkDates({ dateFrom, dateTo }: EventFields): void {
  if (dateFrom && dateTo && dateTo < dateFrom)
    throw new ValidationFailed({ non_field_errors: ['The event cannot end before it starts.'] });
}
