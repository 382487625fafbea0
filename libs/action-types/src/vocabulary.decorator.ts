import { DiscoveryService } from '@nestjs/core';
import type { ActionType } from './action-type.js';

/** What a provider marked with @Vocabulary() offers. All names of a vocabulary begin with its `prefix` and a dot. */
export interface ActionTypeVocabulary {
  /** The first segment of every name, e.g. `pretix`. Owned by one vocabulary alone. */
  readonly prefix: string;
  readonly actionTypes: readonly ActionType[];
}

/**
 * The public door for action types: a provider with this decorator, in any module of the application, has its types
 * registered at boot. `@Vocabulary() @Injectable() export class MyActions implements ActionTypeVocabulary { … }`
 */
export const Vocabulary = DiscoveryService.createDecorator<void>();
