import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { ActionType } from './action-type.js';
import {
  type BodyWriter,
  compileBodyWriter,
  compileReferenceCheck,
  type ReferenceCheck,
} from './reference-fields.js';
import { checkVocabulary, VocabularyError } from './vocabulary-check.js';
import { type ActionTypeVocabulary, Vocabulary } from './vocabulary.decorator.js';

/** An action type with what was compiled from it. */
export interface RegisteredActionType {
  readonly type: ActionType;
  readonly check: ReferenceCheck;
  readonly writeBody: BodyWriter;
}

/** Every action type of the application, found at boot in the providers marked with @Vocabulary(). */
@Injectable()
export class ActionTypeRegistry {
  private readonly types = new Map<string, RegisteredActionType>();
  private readonly prefixes = new Set<string>();

  constructor(private readonly discovery: DiscoveryService) {}

  /** @throws VocabularyError, so that the application does not start with a vocabulary that contradicts itself. */
  onModuleInit(): void {
    for (const { instance } of this.discovery.getProviders({ metadataKey: Vocabulary.KEY })) {
      this.register(instance as ActionTypeVocabulary);
    }
  }

  /** The public door is @Vocabulary(), which ends here. @throws VocabularyError */
  register(vocabulary: ActionTypeVocabulary): void {
    checkVocabulary(vocabulary);
    if (this.prefixes.has(vocabulary.prefix)) {
      throw new VocabularyError(`Two vocabularies have the prefix "${vocabulary.prefix}".`);
    }
    this.prefixes.add(vocabulary.prefix);
    for (const type of vocabulary.actionTypes) {
      this.types.set(type.name, {
        type,
        check: compileReferenceCheck(type),
        writeBody: compileBodyWriter(type),
      });
    }
  }

  /** In the order of registration. */
  all(): readonly ActionType[] {
    return [...this.types.values()].map(({ type }) => type);
  }

  has(name: string): boolean {
    return this.types.has(name);
  }

  /** By its registered name. */
  get(name: string): RegisteredActionType | undefined {
    return this.types.get(name);
  }

  /** The one type an action belongs to: its exact name, else the longest registered `<prefix>.*`. A name with `*` is no action. */
  typeOf(action: string): RegisteredActionType | undefined {
    if (action.includes('*')) return undefined;
    const exact = this.types.get(action);
    if (exact) return exact;
    for (let dot = action.lastIndexOf('.'); dot > 0; dot = action.lastIndexOf('.', dot - 1)) {
      const family = dot < action.length - 1 ? this.types.get(`${action.slice(0, dot)}.*`) : undefined;
      if (family) return family;
    }
    return undefined;
  }

  /** Whether the name is under a registered vocabulary's first segment, and so ours to record or to refuse. */
  owns(name: string): boolean {
    const dot = name.indexOf('.');
    return dot > 0 && this.prefixes.has(name.slice(0, dot));
  }
}
