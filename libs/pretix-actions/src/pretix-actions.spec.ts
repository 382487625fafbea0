import { ActionTypeRegistry, ActionTypesModule, VocabularyError } from '@app/action-types';
import { Test } from '@nestjs/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { PretixActions, PretixActionsModule } from './index.js';

describe('pretix action types in the registry', () => {
  let registry: ActionTypeRegistry;

  beforeAll(async () => {
    const module = await Test.createTestingModule({
      imports: [ActionTypesModule, PretixActionsModule],
    }).compile();
    await module.init();
    registry = module.get(ActionTypeRegistry);
  });

  it('registers the 46 through the public door', () => {
    expect(registry.all()).toHaveLength(46);
  });

  it.each([
    ['pretix.event.order.changed.item', 'pretix.event.order.changed.*'],
    ['pretix.event.item.variation.added', 'pretix.event.item.*'],
    ['pretix.event.order.placed.require_approval', 'pretix.event.order.placed.require_approval'],
    ['pretix.event.order.placed', 'pretix.event.order.placed'],
    ['pretix.giftcards.transaction.manual', 'pretix.giftcards.transaction.*'],
    ['pretix.event.item', undefined],
    ['pretix.event.item.', undefined],
    ['pretix.event.item.*', undefined],
    ['pretix.event.order', undefined],
    ['', undefined],
  ])('%s belongs to %s', (action, type) => {
    expect(registry.typeOf(action)?.type.name).toBe(type);
  });

  it('owns every name under its first segment, and no other', () => {
    expect(registry.owns('pretix.whatever')).toBe(true);
    expect(registry.owns('pretix')).toBe(false);
    expect(registry.owns('shop.order.placed')).toBe(false);
  });

  it('writes bodies with exactly the keys in their order', () => {
    const body = registry.get('pretix.event.checkin')!.writeBody({
      notificationId: 7,
      organizer: 'acmecorp',
      event: 'democon',
      action: 'pretix.event.checkin',
      references: { code: 'ABC23', orderposition_id: 1, first_checkin: true },
    });
    expect(body).toBe(
      '{"notification_id":7,"organizer":"acmecorp","event":"democon","code":"ABC23","action":"pretix.event.checkin",' +
        '"orderposition_id":1,"orderposition_positionid":null,"checkin_list":null,"type":null,"first_checkin":true}',
    );
    const giftcard = registry.get('pretix.giftcards.created')!;
    expect(giftcard.type.body).toEqual(['notification_id', 'issuer_id', 'giftcard', 'action']);
  });

  it('checks reference fields strictly, all at once', () => {
    const { check } = registry.get('pretix.event.checkin')!;
    expect(check({ code: 'ABC23' })).toEqual({});
    expect(check({ code: null, orderposition_id: '1', first_checkin: 1, type: '', other: 1 })).toEqual({
      code: ['This field may not be null.'],
      orderposition_id: ['A valid integer is required.'],
      type: ['This field may not be blank.'],
      first_checkin: ['Must be a valid boolean.'],
      other: ['Unknown field.'],
    });
    expect(check({})).toEqual({ code: ['This field is required.'] });
    expect(check(JSON.parse('{"code":"A","__proto__":1}') as Record<string, unknown>)).toHaveProperty(
      '__proto__',
    );
  });

  it('has a sample for every field, which its own check accepts', () => {
    for (const type of registry.all()) {
      const samples = Object.fromEntries(type.fields.map(({ name, sample }) => [name, sample]));
      expect(registry.get(type.name)!.check(samples)).toEqual({});
    }
  });

  it('refuses what contradicts itself', () => {
    const [first] = new PretixActions().actionTypes;
    const shop = (changes: object) => ({ prefix: 'shop', actionTypes: [{ ...first!, ...changes }] });
    expect(() => registry.register(new PretixActions())).toThrow(VocabularyError);
    expect(() => registry.register(shop({}))).toThrow('must begin with "shop."');
    const named = { name: 'shop.sold', sampleAction: 'shop.sold' };
    expect(() => registry.register(shop({ ...named, sampleAction: 'shop.other' }))).toThrow('not covered');
    expect(() =>
      registry.register(shop({ ...named, body: ['notification_id', 'action', 'nothing'] })),
    ).toThrow('nothing');
    const data = { name: 'data', type: 'string', description: '', sample: '' };
    expect(() => registry.register(shop({ ...named, fields: [data] }))).toThrow('may not be called "data"');
    expect(() => registry.register({ prefix: 'doorbell', actionTypes: [] })).toThrow(VocabularyError);
  });
});
