import type { ObjectLoader } from '@app/rest';
import type { WebhookTarget } from './webhook-directory.port.js';

/** The webhook that a path names by `id`, for `@LoadObject()` of whoever serves something below it. */
export type WebhookTargetLoader = ObjectLoader<WebhookTarget>;
export const WebhookTargetLoader = Symbol('WebhookTargetLoader');
