import { AfterCommit } from '@app/event-bus';
import { CallsSettled, type SettledCall } from '@contracts/delivery';
import { Injectable, Logger } from '@nestjs/common';

/** One line in the process's own log for each call that is settled. */
@Injectable()
export class CallLineListener {
  private readonly logger = new Logger('Call');

  @AfterCommit(CallsSettled)
  write({ calls, ids }: CallsSettled): void {
    calls.forEach((call, index) => this.logger.log(lineOf(call, ids[index])));
  }
}

function lineOf(call: SettledCall, id: number | undefined): Readonly<Record<string, unknown>> {
  const { result, notification } = call;
  return {
    code: 'call',
    message: result.success ? 'Delivered.' : (result.error?.message ?? 'Failed.'),
    call: id,
    organizer: call.organizerId,
    webhook: call.webhookId,
    delivery: call.deliveryId,
    notification: notification.id,
    round: call.round,
    attempt: call.attempt,
    status: result.returnCode,
    error: result.error?.code ?? null,
    duration_ms: Math.round(result.durationMs),
    next_attempt: call.nextAttempt?.toISOString() ?? null,
  };
}
