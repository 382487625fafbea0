import { type EntityManager, holdLock, TransactionRunner } from '@app/database';
import type { PageRequest } from '@app/rest';
import { SecretBox } from '@app/secret-box';
import type { DroppedReason } from '@contracts/webhooks';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { MatchingRows } from './matching-rows.repository.js';
import type { StoredWebhook, WebhookConfiguration } from './stored-webhook.js';
import { WebhookEntity } from './webhook.entity.js';

/** Shown in place of a URL that cannot be opened: a name that nobody can have. */
const unreadableUrl = 'https://unreadable.invalid/';

/** An end of a webhook's generation. */
export interface Disabling {
  readonly reason: DroppedReason;
  readonly at: Date;
}

/** Webhooks as they are kept: URLs sealed, and the rows that matching reads in step with what is configured. */
@Injectable()
export class WebhooksRepository {
  private readonly logger = new Logger(WebhooksRepository.name);

  constructor(
    private readonly transactions: TransactionRunner,
    private readonly matchingRows: MatchingRows,
    @Inject(SecretBox) private readonly secrets: SecretBox,
  ) {}

  /** One page in the order of ids, and how many there are in all. */
  async list(
    organizerId: number,
    enabled: boolean | undefined,
    { limit, offset }: PageRequest,
  ): Promise<readonly [readonly StoredWebhook[], number]> {
    const [rows, count] = await this.transactions.manager.getRepository(WebhookEntity).findAndCount({
      where: { organizerId, ...(enabled === undefined ? {} : { enabled }) },
      order: { id: 'ASC' },
      take: limit,
      skip: offset,
    });
    return [rows.map((row) => this.toStored(row)), count];
  }

  async find(organizerId: number, id: number): Promise<StoredWebhook | undefined> {
    const row = await this.transactions.manager
      .getRepository(WebhookEntity)
      .findOne({ where: { organizerId, id } });
    return row ? this.toStored(row) : undefined;
  }

  /** As it is now, and nobody else changes it before `manager`'s transaction has ended. */
  async lock(id: number, manager: EntityManager): Promise<StoredWebhook | undefined> {
    const row = await manager
      .getRepository(WebhookEntity)
      .findOne({ where: { id }, lock: { mode: 'for_no_key_update' } });
    return row ? this.toStored(row) : undefined;
  }

  /** How many the organizer has; until the transaction ends, nobody else counts in order to add one. */
  async countToAdd(organizerId: number, manager: EntityManager): Promise<number> {
    await holdLock(`webhooks of organizer ${organizerId}`, manager);
    return manager.getRepository(WebhookEntity).count({ where: { organizerId } });
  }

  async hasEnabled(organizerId: number, manager: EntityManager): Promise<boolean> {
    return manager.getRepository(WebhookEntity).exists({ where: { organizerId, enabled: true } });
  }

  /** @param eventIds of `configuration.limitEvents` */
  async insert(
    organizerId: number,
    configuration: WebhookConfiguration,
    eventIds: readonly number[],
    created: Date,
    manager: EntityManager,
  ): Promise<StoredWebhook> {
    const generation = 1;
    const row = { ...this.toColumns(configuration), organizerId, created, generation };
    const { identifiers } = await manager.getRepository(WebhookEntity).insert(row);
    const { id } = identifiers[0] as { id: number };
    await this.matchingRows.writeActionTypes({ ...configuration, id, organizerId }, manager);
    await this.matchingRows.writeEvents(id, eventIds, manager);
    return { ...configuration, id, organizerId, generation };
  }

  /**
   * Makes of `stored`, which is locked, what `next` says.
   * @param eventIds of `next.limitEvents`; undefined where those stay as they are
   * @param disabling with it the generation is raised
   */
  async update(
    stored: StoredWebhook,
    next: WebhookConfiguration,
    { eventIds, disabling }: { eventIds?: readonly number[]; disabling?: Disabling },
    manager: EntityManager,
  ): Promise<StoredWebhook> {
    const { id, organizerId } = stored;
    const generation = disabling ? stored.generation + 1 : stored.generation;
    const { targetUrl, ...columns } = this.toColumns(next);
    await manager.getRepository(WebhookEntity).update(id, {
      ...columns,
      ...(next.targetUrl === stored.targetUrl ? {} : { targetUrl }),
      ...(disabling ? { generation, droppedReason: disabling.reason, disabledAt: disabling.at } : {}),
      ...(next.enabled ? { disabledAt: null } : {}),
    });
    await this.matchingRows.writeActionTypes({ ...next, id, organizerId }, manager);
    if (eventIds) await this.matchingRows.writeEvents(id, eventIds, manager);
    return { ...next, id, organizerId, generation };
  }

  /** Its rows for matching go with it. */
  async remove(id: number, manager: EntityManager): Promise<void> {
    await manager.getRepository(WebhookEntity).delete(id);
  }

  private toColumns(configuration: WebhookConfiguration) {
    const { enabled, targetUrl, allEvents, limitEvents, actionTypes, comment } = configuration;
    return {
      enabled,
      targetUrl: this.secrets.seal(targetUrl),
      allEvents,
      limitEvents: [...limitEvents],
      actionTypes: [...actionTypes],
      comment,
    };
  }

  private toStored(row: WebhookEntity): StoredWebhook {
    const { id, organizerId, enabled, allEvents, limitEvents, actionTypes, comment, generation } = row;
    return {
      id,
      organizerId,
      enabled,
      targetUrl: this.openUrl(row),
      allEvents,
      limitEvents,
      actionTypes,
      comment,
      generation,
    };
  }

  /**
   * When its key is gone: a stand-in, so that the webhook can be seen and disabled, and any URL that it is given is
   * another one and sealed anew.
   */
  private openUrl({ id, targetUrl }: WebhookEntity): string {
    try {
      return this.secrets.open(targetUrl);
    } catch (error) {
      this.logger.error({
        code: 'target_url_unreadable',
        message: 'The URL of a webhook cannot be opened; nothing is sent to it until it gets a new one.',
        webhook: id,
        error,
      });
      return unreadableUrl;
    }
  }
}
