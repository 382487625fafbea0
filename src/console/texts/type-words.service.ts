import { ActionTypeRegistry } from '@app/action-types';
import { Injectable } from '@nestjs/common';
import { actionTypesDe } from './action-types.de.js';
import { type Language, languages } from './language.js';
import type { TypeText, TypeTexts } from './type-texts.js';

/** What a vocabulary itself says is English, and stands wherever there is nothing in the reader's language. */
const translated: Readonly<Partial<Record<Language, TypeTexts>>> = { de: actionTypesDe };

/** Action types as a reader calls them. */
export interface TypeWords {
  /** The name itself when no such type is registered. */
  readonly labelOf: (name: string) => string;
  readonly helpOf: (name: string) => string | undefined;
  readonly groupOf: (name: string) => string;
}

/** The words for action types, in every language. */
@Injectable()
export class TypeWordsService {
  constructor(private readonly registry: ActionTypeRegistry) {}

  in(language: Language): TypeWords {
    const texts = translated[language];
    const textOf = (name: string): TypeText | undefined =>
      texts?.types[name] ?? this.registry.get(name)?.type;
    return {
      labelOf: (name) => textOf(name)?.label ?? name,
      helpOf: (name) => textOf(name)?.help,
      groupOf: (name) => texts?.groups[name] ?? name,
    };
  }

  /** The names of those whose label, in any language, has this text, in any case. */
  namesLike(text: string): readonly string[] {
    const words = languages.map((language) => this.in(language));
    const isLike = (label: string): boolean => label.toLowerCase().includes(text.toLowerCase());
    return this.registry
      .all()
      .map(({ name }) => name)
      .filter((name) => words.some(({ labelOf }) => isLike(labelOf(name))));
  }
}
