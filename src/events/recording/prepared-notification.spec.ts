import { ActionTypeRegistry, ActionTypesModule } from '@app/action-types';
import { PretixActionsModule } from '@app/pretix-actions';
import { ValidationFailed } from '@app/rest';
import type { NewNotification } from '@contracts/events';
import { Test } from '@nestjs/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepare } from './prepared-notification.js';

const placed = {
  action: 'pretix.event.order.placed',
  organizer: 'acmecorp',
  event: 'democon',
  code: 'ABC23',
};
const checkin = { ...placed, action: 'pretix.event.checkin' };

describe('A notification before it is recorded', () => {
  let registry: ActionTypeRegistry;

  beforeAll(async () => {
    const module = await Test.createTestingModule({
      imports: [ActionTypesModule, PretixActionsModule],
    }).compile();
    await module.init();
    registry = module.get(ActionTypeRegistry);
  });

  const hashOf = (notification: NewNotification): string | undefined =>
    prepare({ ...notification, idempotency_key: 'k' }, registry).recordingKey?.contentHash.toString('hex');
  const faultsOf = (notification: unknown): unknown => {
    try {
      return prepare(notification as NewNotification, registry);
    } catch (error) {
      return error instanceof ValidationFailed ? error.fields : error;
    }
  };

  it('knows its type, its reference and its data', () => {
    const data = { total: '23.00' };
    const prepared = prepare({ ...placed, action: 'pretix.event.order.changed.item', data }, registry);
    expect(prepared.registered.type.name).toBe('pretix.event.order.changed.*');
    expect(prepared).toMatchObject({ reference: 'ABC23', data: '{"total":"23.00"}', recordingKey: null });
  });

  it('is the same under a key however its fields are ordered, and whether absent ones are said to be null', () => {
    expect(hashOf({ ...checkin, type: null })).toBe(hashOf(checkin));
    expect(hashOf({ ...placed, data: null })).toBe(hashOf(placed));
    expect(hashOf({ ...placed, data: { a: 1, b: { c: [1], d: 2 } } })).toBe(
      hashOf({ ...placed, data: { b: { d: 2, c: [1] }, a: 1 } }),
    );
  });

  it.each([
    { ...placed, code: 'OTHER' },
    { ...placed, event: 'other' },
    { ...placed, organizer: 'other' },
    { ...placed, action: 'pretix.event.order.paid' },
    { ...placed, data: {} },
  ])('is another one when it says something else: %j', (other) => {
    expect(hashOf(other)).not.toBe(hashOf(placed));
  });

  it('is refused with every fault at once', () => {
    expect(
      faultsOf({
        ...placed,
        organizer: undefined,
        event: 5,
        code: '',
        idempotency_key: 'x'.repeat(191),
        data: 'x',
      }),
    ).toEqual({
      organizer: ['This field is required.'],
      event: ['Not a valid string.'],
      code: ['This field may not be blank.'],
      data: ['Expected a dictionary of items but got type "str".'],
      idempotency_key: ['Ensure this field has no more than 190 characters.'],
    });
    expect(faultsOf({ ...placed, action: 'foo', organizer: 'a b' })).toEqual({
      action: ['Invalid action type "foo".'],
      organizer: ['Object with slug=a b does not exist.'],
    });
    expect(faultsOf(null)).toEqual({
      non_field_errors: ['Invalid data. Expected a dictionary, but got NoneType.'],
    });
  });

  it('stays as it was said, whatever the caller does with its object afterwards', () => {
    const said: NewNotification & { code: string } = { ...placed };
    const { references } = prepare(said, registry);
    said.code = 'changed';
    expect(references).toEqual({ code: 'ABC23' });
  });

  it('says only what is its own: what its object inherits is not said', () => {
    const { code: _, ...said } = placed;
    const inheriting: unknown = Object.assign(Object.create({ code: 'ABC23' }) as object, said);
    expect(faultsOf(inheriting)).toEqual({ code: ['This field is required.'] });
  });

  it('takes no data that cannot be kept', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    for (const data of [cycle, { big: 1n }, { toJSON: () => 'text' }]) {
      expect(faultsOf({ ...placed, data })).toHaveProperty('data');
    }
    expect(prepare({ ...placed, data: { text: String.raw`\u0000` } }, registry).data).toBe(
      String.raw`{"text":"\\u0000"}`,
    );
  });
});
