import type { EntityManager } from '@app/database';
import type { NewNotification, RecordedNotification } from './notification.js';

/** The one way in: REST, emitters and code with a transaction of its own all end here. */
export interface NotificationRecorder {
  /**
   * Without a manager: resolves after the commit. With one: resolves after the insert in the caller's transaction, and
   * is delivered if and when that commits. @throws a ValidationFailed (libs/rest) that names each wrong field, or, without
   * a manager, TooManyRequests while more waits to be recorded than memory may hold.
   */
  record(
    notification: NewNotification,
    options?: { readonly manager?: EntityManager },
  ): Promise<RecordedNotification>;
  /** All or nothing, answers in order. @throws a ValidationFailed whose `notifications` has the faults by index. */
  recordAll(
    notifications: readonly NewNotification[],
    options?: { readonly manager?: EntityManager },
  ): Promise<readonly RecordedNotification[]>;
}
export const NotificationRecorder = Symbol('NotificationRecorder');
