import { ActionTypeRegistry } from '@app/action-types';
import type { EntityManager } from '@app/database';
import { PortFilter } from '@app/http-egress';
import { faultsOf, type FieldErrors, ValidationFailed } from '@app/rest';
import { EventDirectory } from '@contracts/events';
import { Inject, Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { sortedSet, type WebhookConfiguration } from '../storage/stored-webhook.js';
import { WebhooksRepository } from '../storage/webhooks.repository.js';
import { blockedPortFault, insecureUrlFault } from './target-url.js';
import type { UpdateWebhookDto } from './webhook-input.dto.js';

/** What was sent, each field valid. */
export interface CheckedInput {
  /** Only what was sent. */
  readonly sent: Partial<WebhookConfiguration>;
  /** Of `sent.limitEvents`; absent with it. */
  readonly eventIds?: readonly number[];
}

/** Judges what a body's own form cannot tell: whether events and action types exist, and whether fields agree. */
@Injectable()
export class WebhookInputChecker {
  private readonly ports: PortFilter;

  constructor(
    private readonly actionTypes: ActionTypeRegistry,
    private readonly repository: WebhooksRepository,
    @Inject(EventDirectory) private readonly events: EventDirectory,
    @Inject(Settings) private readonly settings: Settings,
  ) {
    this.ports = new PortFilter(settings.blockedPorts);
  }

  /** @throws ValidationFailed with the faults of all fields */
  async check(input: UpdateWebhookDto, organizerId: number, manager: EntityManager): Promise<CheckedInput> {
    const slugs = input.limit_events && sortedSet(input.limit_events);
    const known = slugs?.length ? await this.events.idsOf(organizerId, slugs, manager) : undefined;
    const faults = {
      ...faultsOf(input),
      ...this.urlFaults(input),
      ...eventFaults(input, known),
      ...this.actionTypeFaults(input),
    };
    if (Object.keys(faults).length > 0) throw new ValidationFailed(faults);
    return { sent: sentOf(input), ...(slugs ? { eventIds: slugs.map((slug) => known!.get(slug)!) } : {}) };
  }

  /** @throws ValidationFailed of the whole object, once every field is valid */
  checkAgreement({ allEvents, limitEvents }: WebhookConfiguration): void {
    if (!allEvents || limitEvents.length === 0) return;
    throw new ValidationFailed({
      non_field_errors: ['You can set either limit_events or all_events.'],
    });
  }

  /** @throws ValidationFailed when the organizer has as many webhooks as it may have */
  async checkRoom(organizerId: number, manager: EntityManager): Promise<void> {
    const { maxWebhooks } = this.settings;
    if ((await this.repository.countToAdd(organizerId, manager)) < maxWebhooks) return;
    throw new ValidationFailed({
      non_field_errors: [`An organizer can have no more than ${maxWebhooks} webhooks.`],
    });
  }

  private urlFaults({ target_url: url }: UpdateWebhookDto): FieldErrors {
    if (url === undefined) return {};
    const insecure = this.settings.requireHttps ? insecureUrlFault(url) : undefined;
    const fault = insecure ?? blockedPortFault(url, this.ports);
    return fault === undefined ? {} : { target_url: [fault] };
  }

  /** The first unknown one. Stored types that are no longer registered are nobody's fault. */
  private actionTypeFaults({ action_types: names = [] }: UpdateWebhookDto): FieldErrors {
    const unknown = names.find((name) => !this.actionTypes.has(name));
    return unknown === undefined ? {} : { action_types: [`Invalid action type "${unknown}".`] };
  }
}

/** The first unknown or foreign one. */
function eventFaults(
  { limit_events: slugs = [] }: UpdateWebhookDto,
  known: ReadonlyMap<string, number> = new Map(),
): FieldErrors {
  const unknown = slugs.find((slug) => !known.has(slug));
  return unknown === undefined ? {} : { limit_events: [`Object with slug=${unknown} does not exist.`] };
}

function sentOf(input: UpdateWebhookDto): Partial<WebhookConfiguration> {
  const { enabled, target_url: targetUrl, all_events: allEvents, comment } = input;
  const { limit_events: events, action_types: types } = input;
  return {
    ...(enabled === undefined ? {} : { enabled }),
    ...(targetUrl === undefined ? {} : { targetUrl }),
    ...(allEvents === undefined ? {} : { allEvents }),
    ...(events === undefined ? {} : { limitEvents: sortedSet(events) }),
    ...(types === undefined ? {} : { actionTypes: sortedSet(types) }),
    ...(comment === undefined ? {} : { comment }),
  };
}
