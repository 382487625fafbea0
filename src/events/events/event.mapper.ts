import type { EventDto, ReplaceEventDto, UpdateEventDto } from './event.dto.js';
import type { EventEntity } from './event.entity.js';

/** What a client may say of an event, beside its slug. */
export type EventFields = Pick<
  EventEntity,
  'name' | 'live' | 'testmode' | 'currency' | 'dateFrom' | 'dateTo'
>;

/** Every field; those that were omitted have their default. */
export function fieldsOfWhole(dto: ReplaceEventDto): EventFields {
  const { name, live = false, testmode = false, currency = null } = dto;
  return { name, live, testmode, currency, dateFrom: dto.date_from ?? null, dateTo: dto.date_to ?? null };
}

/** What was sent, over what is there. */
export function fieldsOfChange(dto: UpdateEventDto, before: EventFields): EventFields {
  const { name = before.name, live = before.live, testmode = before.testmode } = dto;
  const { currency = before.currency, date_from: dateFrom = before.dateFrom } = dto;
  return {
    name,
    live,
    testmode,
    currency,
    dateFrom,
    dateTo: dto.date_to === undefined ? before.dateTo : dto.date_to,
  };
}

export function toEventDto(event: EventFields & Pick<EventEntity, 'slug'>): EventDto {
  return {
    name: event.name,
    slug: event.slug,
    live: event.live,
    testmode: event.testmode,
    currency: event.currency,
    date_from: event.dateFrom?.toISOString() ?? null,
    date_to: event.dateTo?.toISOString() ?? null,
  };
}
