import { ActionTypeRegistry } from '@app/action-types';
import { TransactionRunner } from '@app/database';
import { typeNameOf, ValidationFailed } from '@app/rest';
import { type NewNotification, NotificationRecorder } from '@contracts/events';
import { Inject, Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { EmitFailures } from './emit-failures.service.js';
import { HeardPromise } from './heard-promise.js';

/**
 * Records what is emitted in the application under the name of an action:
 * `emitter.emit('pretix.event.order.placed', { organizer: 'acmecorp', event: 'democon', code: 'ABC23' })`.
 * A name under a vocabulary's first segment that no type covers is a failure; any other name is not ours.
 */
@Injectable()
export class EmitterListener {
  constructor(
    emitter: EventEmitter2,
    private readonly registry: ActionTypeRegistry,
    private readonly transactions: TransactionRunner,
    private readonly failures: EmitFailures,
    @Inject(NotificationRecorder) private readonly recorder: NotificationRecorder,
  ) {
    // In the constructor, so that nothing that is emitted while the application starts goes by.
    const listener: (name: string | string[], value: unknown) => unknown = (name, value) =>
      this.hear(name, value);
    emitter.onAny(listener);
  }

  /** What emitAsync waits for: the commit. Undefined for what is not ours. */
  private hear(name: string | string[], value: unknown): Promise<void> | undefined {
    if (typeof name !== 'string' || !this.registry.owns(name)) return undefined;
    const recording = new HeardPromise((resolve, reject) => {
      this.record(name, value).then(resolve, reject);
    });
    recording.whenUnheard((error) => this.failures.note(name, error));
    return recording;
  }

  /** Apart from any transaction of the emitter's, which does not wait for it: `record` with a manager is for that. */
  private async record(name: string, value: unknown): Promise<void> {
    if (typeNameOf(value ?? null) !== 'dict') {
      const text = `Invalid data. Expected a dictionary, but got ${typeNameOf(value ?? null)}.`;
      throw new ValidationFailed({ non_field_errors: [text] });
    }
    const given = value as Readonly<Record<string, unknown>>;
    if (Object.hasOwn(given, 'action') && given['action'] !== name)
      throw new ValidationFailed({ action: ['This is not the name it was emitted under.'] });
    const notification = { ...given, action: name } as NewNotification;
    await this.transactions.outside(async () => this.recorder.record(notification));
  }
}
