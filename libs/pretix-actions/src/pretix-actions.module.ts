import { Injectable, Module } from '@nestjs/common';
import { type ActionTypeVocabulary, Vocabulary } from '@app/action-types';
import { pretixActionTypes } from './pretix-action-types.js';

@Vocabulary()
@Injectable()
export class PretixActions implements ActionTypeVocabulary {
  readonly prefix = 'pretix';
  readonly actionTypes = pretixActionTypes;
}

/** pretix's action types, through the same door as any team's own. */
@Module({ providers: [PretixActions] })
export class PretixActionsModule {}
