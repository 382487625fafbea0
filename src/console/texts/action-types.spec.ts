import { ActionTypeRegistry, ActionTypesModule } from '@app/action-types';
import { PretixActionsModule } from '@app/pretix-actions';
import { Test } from '@nestjs/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { actionTypesDe } from './action-types.de.js';
import { TypeWordsService } from './type-words.service.js';

describe('The words for action types', () => {
  let registry: ActionTypeRegistry;
  let words: TypeWordsService;

  beforeAll(async () => {
    const imports = [ActionTypesModule, PretixActionsModule];
    const module = await Test.createTestingModule({ imports, providers: [TypeWordsService] }).compile();
    await module.init();
    registry = module.get(ActionTypeRegistry);
    words = module.get(TypeWordsService);
  });

  it('are there in German for each of pretix’s types and groups, with a help where there is one', () => {
    const types = registry.all();
    expect(Object.keys(actionTypesDe.types)).toEqual(types.map(({ name }) => name));
    expect(Object.keys(actionTypesDe.groups)).toEqual([...new Set(types.map(({ group }) => group))]);
    const helped = types.filter(({ help }) => help !== undefined).map(({ name }) => name);
    expect(
      types.filter(({ name }) => actionTypesDe.types[name]!.help !== undefined).map(({ name }) => name),
    ).toEqual(helped);
    const labels = types.map(({ name }) => words.in('de').labelOf(name));
    expect(new Set(labels).size).toBe(types.length);
    expect(types.filter(({ name, label }) => words.in('de').labelOf(name) === label)).toEqual([]);
  });

  it('are the vocabulary’s own in English, and the name of what no vocabulary knows', () => {
    const english = words.in('en');
    expect(english.labelOf('pretix.voucher.changed')).toBe('Voucher changed');
    expect(english.helpOf('pretix.voucher.changed')).toContain('not each time it is redeemed');
    expect(english.groupOf('gift cards')).toBe('gift cards');
    expect(words.in('de').labelOf('shop.unknown')).toBe('shop.unknown');
    expect(words.in('de').groupOf('own group')).toBe('own group');
    for (const text of ['voucher DELETED', 'gutschein gelöscht'])
      expect(words.namesLike(text)).toEqual(['pretix.voucher.deleted']);
  });
});
