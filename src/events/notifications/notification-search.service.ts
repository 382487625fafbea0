import { ActionTypeRegistry } from '@app/action-types';
import { TextCatalog } from '@app/database';
import type { CursorRequest } from '@app/rest';
import { Injectable } from '@nestjs/common';
import type { NotificationFilterDto } from './notification-filter.dto.js';
import { NotificationsRepository, type StoredNotification } from './notifications.repository.js';

/** Finds what was recorded, newest first. */
@Injectable()
export class NotificationSearch {
  constructor(
    private readonly registry: ActionTypeRegistry,
    private readonly texts: TextCatalog,
    private readonly notifications: NotificationsRepository,
  ) {}

  async search(
    organizerId: number,
    { action, event, since, until, reference, code }: NotificationFilterDto,
    cursor: CursorRequest,
  ): Promise<readonly StoredNotification[]> {
    const references = [reference, code].filter((value) => value !== undefined);
    const isFamily = action?.endsWith('.*') ?? false;
    const types = [
      ...(isFamily ? [[action!]] : []),
      ...(code === undefined ? [] : [this.typesReferredToByCode()]),
    ];
    const actionTypeIds = types.length === 0 ? undefined : await this.idsOf(commonTo(types));
    const actionIds = action === undefined || isFamily ? undefined : await this.idsOf([action]);
    return this.notifications.list(
      { organizerId, actionIds, actionTypeIds, event, references, since, until },
      cursor,
    );
  }

  private typesReferredToByCode(): readonly string[] {
    return this.registry
      .all()
      .filter(({ fields }) => fields[0]?.name === 'code')
      .map(({ name }) => name);
  }

  private async idsOf(texts: readonly string[]): Promise<readonly number[]> {
    return [...(await this.texts.find(texts)).values()];
  }
}

function commonTo([first = [], ...others]: readonly (readonly string[])[]): readonly string[] {
  return first.filter((name) => others.every((names) => names.includes(name)));
}
