import { ActionTypeRegistry } from '@app/action-types';
import { Clock } from '@app/database';
import { ValidationFailed } from '@app/rest';
import { Inject, Injectable } from '@nestjs/common';
import type { TestCall } from '@contracts/delivery';
import { NotificationArchive, type NotificationSummary } from '@contracts/events';
import type { WebhookTarget } from '@contracts/webhooks';

/** What sample bodies name where a webhook is not limited to events. */
const sampleEvent = 'democon';

/** What test calls send in place of what happened. */
@Injectable()
export class SampleNotifications {
  constructor(
    private readonly registry: ActionTypeRegistry,
    @Inject(NotificationArchive) private readonly notifications: NotificationArchive,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** With id 0, and the type's own samples. @throws ValidationFailed when there is no such type */
  sampleFor({ organizer, actionType }: TestCall, { limitEvents }: WebhookTarget): NotificationSummary {
    const registered = this.registry.get(actionType);
    if (!registered) throw new ValidationFailed({ action_type: [`Invalid action type "${actionType}".`] });
    const event = limitEvents[0] ?? sampleEvent;
    const { action, body } = this.notifications.sampleBody(actionType, organizer.slug, event);
    return {
      id: 0,
      recorded: this.clock.now(),
      organizerId: organizer.id,
      actionType,
      action,
      body,
      event: registered.type.body.includes('event') ? event : null,
      reference: null,
    };
  }
}
