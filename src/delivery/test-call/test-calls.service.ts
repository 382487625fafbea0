import { HttpEgress } from '@app/http-egress';
import { Conflict } from '@app/rest';
import { SecretKeyError } from '@app/secret-box';
import { Inject, Injectable } from '@nestjs/common';
import type { TestCall, TestCalls } from '@contracts/delivery';
import { WebhookDirectory, type WebhookTarget } from '@contracts/webhooks';
import { SampleNotifications } from './sample-notifications.service.js';
import { TestCallLog } from './test-call-log.service.js';

@Injectable()
export class TestCallsService implements TestCalls {
  constructor(
    private readonly samples: SampleNotifications,
    private readonly log: TestCallLog,
    @Inject(WebhookDirectory) private readonly webhooks: WebhookDirectory,
    @Inject(HttpEgress) private readonly egress: HttpEgress,
  ) {}

  async send(test: TestCall): Promise<number> {
    const webhook = await this.webhooks.require(test.organizer.id, test.webhookId);
    const notification = this.samples.sampleFor(test, webhook);
    const url = readableUrl(webhook);
    const result = await this.egress.call({ url, body: notification.body });
    const call = {
      organizerId: webhook.organizerId,
      webhookId: webhook.id,
      deliveryId: null,
      notification,
      began: notification.recorded,
      url,
      round: 1,
      attempt: 1,
      result,
      final: true,
      nextAttempt: null,
    };
    return this.log.write(call, test.principal);
  }
}

/** @throws Conflict when its key is gone */
function readableUrl(webhook: WebhookTarget): string {
  try {
    return webhook.url;
  } catch (cause) {
    if (!(cause instanceof SecretKeyError)) throw cause;
    throw new Conflict(
      'The URL of this webhook cannot be read, since its key is gone: give it its URL again.',
      {
        cause,
      },
    );
  }
}
