import type { OrganizerScope } from '@app/access';
import { NotFound, objectId, type ObjectLoader } from '@app/rest';
import { Injectable } from '@nestjs/common';
import { NotificationsRepository, type StoredNotification } from './notifications.repository.js';

/** The notification of the path. */
@Injectable()
export class NotificationLoader implements ObjectLoader<StoredNotification> {
  constructor(private readonly notifications: NotificationsRepository) {}

  async load(
    params: Readonly<Record<string, string>>,
    organizer: OrganizerScope | undefined,
  ): Promise<StoredNotification> {
    const id = objectId(params['notification'], 'Notification');
    const found = organizer && (await this.notifications.find(organizer.id, id));
    if (!found) throw new NotFound('Notification');
    return found;
  }
}
