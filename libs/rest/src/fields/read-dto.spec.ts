import { ValidateBy } from 'class-validator';
import { describe, expect, it } from 'vitest';
import {
  BooleanField,
  DateTimeField,
  FaultsToHandler,
  faultsOf as faultsKeptFor,
  IgnoreUnknownFields,
  IntegerField,
  ListField,
  ObjectField,
  PartialDto,
  readDto,
  TextField,
  TextListField,
  ValidationFailed,
} from '../index.js';

const about = { description: 'A field.', example: null };

class ThingDto {
  @TextField({
    ...about,
    maxLength: 5,
    format: (text) => (text === 'bad' ? 'Enter a valid URL.' : undefined),
  })
  readonly name!: string;
  @BooleanField({ ...about, required: false })
  readonly enabled?: boolean;
  @IntegerField({ ...about, required: false, min: 1, max: 9 })
  readonly count?: number;
  @TextListField({ ...about, required: false, maxLength: 5 })
  readonly tags?: readonly string[];
  @DateTimeField({ ...about, required: false })
  readonly since?: Date;
  @ObjectField({ ...about, required: false })
  readonly data?: Record<string, unknown>;
  @ListField({ ...about, required: false })
  readonly rows?: readonly unknown[];
  @TextField({ ...about, required: false, nullable: true, blank: true, choices: ['', 'a', 'b'] })
  readonly comment?: string | null;
}

const faultsOf = (source: unknown, dto: new () => object = ThingDto): unknown => {
  try {
    readDto(dto, source);
    return undefined;
  } catch (error) {
    if (error instanceof ValidationFailed) return error.fields;
    throw error;
  }
};

describe('readDto', () => {
  it.each(['0000-01-01T00:00:00+23:59', '9999-12-31T23:59:59-23:59'])(
    'takes no time whose year in UTC has other than four digits: %s',
    (since) => {
      expect(faultsOf({ name: 'abc', since })).toHaveProperty('since');
    },
  );

  it('reads every type, and holds only what was sent', () => {
    expect(readDto(ThingDto, { name: ' abc ', enabled: 'TRUE', count: '3', tags: ['x', 1] })).toEqual({
      name: 'abc',
      enabled: true,
      count: 3,
      tags: ['x', '1'],
    });
    expect(readDto(ThingDto, { name: 7, since: '2026-05-03T10:00:00+02:00', comment: null })).toEqual({
      name: '7',
      since: new Date('2026-05-03T08:00:00Z'),
      comment: null,
    });
  });

  it('names every wrong field at once, one text each', () => {
    expect(faultsOf({ enabled: 'perhaps', count: 10, tags: 'x', since: 'now', data: [], rows: {} })).toEqual({
      name: ['This field is required.'],
      enabled: ['Must be a valid boolean.'],
      count: ['Ensure this value is less than or equal to 9.'],
      tags: ['Expected a list of items but got type "str".'],
      since: ['Datetime has wrong format. Use ISO 8601 with a time zone, e.g. 2026-05-03T10:00:00Z.'],
      data: ['Expected a dictionary of items but got type "list".'],
      rows: ['Expected a list of items but got type "dict".'],
    });
  });

  it.each([
    [undefined, 'This field is required.'],
    [null, 'This field may not be null.'],
    [true, 'Not a valid string.'],
    [['x'], 'Not a valid string.'],
    [{}, 'Not a valid string.'],
    ['', 'This field may not be blank.'],
    ['   ', 'This field may not be blank.'],
    ['a\0b', 'Null characters are not allowed.'],
    ['a\ud800', 'Not a valid string.'],
    ['abcdef', 'Ensure this field has no more than 5 characters.'],
    ['bad', 'Enter a valid URL.'],
  ])('says of the text %j: %s', (name, text) => {
    expect(faultsOf({ name })).toEqual({ name: [text] });
  });

  it('counts characters, not halves of them', () => {
    expect(readDto(ThingDto, { name: '😀😀😀😀😀' }).name).toBe('😀😀😀😀😀');
  });

  it.each([
    ['1', true],
    [1, true],
    ['on', true],
    [true, true],
    ['Off', false],
    [0, false],
    ['no', false],
  ])('takes %j as the boolean %s', (enabled, expected) => {
    expect(readDto(ThingDto, { name: 'a', enabled }).enabled).toBe(expected);
  });

  it('takes 10,000 texts in a list, and no more', () => {
    const tags = Array.from({ length: 10_000 }, () => 'x');
    expect(readDto(ThingDto, { name: 'a', tags }).tags).toHaveLength(10_000);
    expect(faultsOf({ name: 'a', tags: [...tags, 'x'] })).toEqual({
      tags: ['Ensure this field has no more than 10000 elements.'],
    });
  });

  it.each([[['x', null]], [['x', true]], [['x', ['y']]], [['toolong']]])(
    'calls a list with a wrong item invalid as a whole: %j',
    (tags) => {
      expect(faultsOf({ name: 'a', tags })).toEqual({ tags: ['Invalid value.'] });
    },
  );

  it.each([
    [[], 'list'],
    [null, 'NoneType'],
    ['x', 'str'],
    [1, 'int'],
    [1.5, 'float'],
    [true, 'bool'],
  ])('refuses the body %j', (body, type) => {
    expect(faultsOf(body)).toEqual({
      non_field_errors: [`Invalid data. Expected a dictionary, but got ${type}.`],
    });
  });

  it('names unknown fields, and is not fooled by names every object has', () => {
    expect(
      faultsOf(JSON.parse('{"name":"a","nmae":1,"__proto__":{"enabled":true},"constructor":1}')),
    ).toEqual({
      nmae: ['Unknown field.'],
      ['__proto__']: ['Unknown field.'],
      constructor: ['Unknown field.'],
    });
  });

  it('ignores them where the class says so', () => {
    @IgnoreUnknownFields()
    class TolerantDto extends ThingDto {}
    expect(readDto(TolerantDto, { name: 'a', nmae: 1 })).toEqual({ name: 'a' });
  });

  it('requires nothing of a PartialDto, and still reads each field', () => {
    class UpdateThingDto extends PartialDto(ThingDto) {}
    expect(readDto(UpdateThingDto, {})).toEqual({});
    expect(readDto(UpdateThingDto, { count: '2' })).toEqual({ count: 2 });
    expect(faultsOf({ name: null, count: 0 }, UpdateThingDto)).toEqual({
      name: ['This field may not be null.'],
      count: ['Ensure this value is greater than or equal to 1.'],
    });
  });

  it('hands a handler that asks for it what was wrong, and the fields that were right', () => {
    @FaultsToHandler()
    class GatheringDto extends ThingDto {}
    const dto = readDto(GatheringDto, { enabled: 'maybe', count: 3 });
    expect(dto).toEqual({ count: 3 });
    expect(faultsKeptFor(dto)).toEqual({
      name: ['This field is required.'],
      enabled: ['Must be a valid boolean.'],
    });
    expect(faultsKeptFor(readDto(GatheringDto, { name: 'abc' }))).toEqual({});
  });

  it('asks decorators of class-validator too', () => {
    class CheckedDto {
      @ValidateBy({
        name: 'isLoud',
        validator: {
          validate: (value) => value === String(value).toUpperCase(),
          defaultMessage: () => 'Louder.',
        },
      })
      @TextField(about)
      readonly name!: string;
    }
    expect(faultsOf({ name: 'quiet' }, CheckedDto)).toEqual({ name: ['Louder.'] });
    expect(faultsOf({ name: '' }, CheckedDto)).toEqual({ name: ['This field may not be blank.'] });
    expect(readDto(CheckedDto, { name: 'LOUD' })).toEqual({ name: 'LOUD' });
  });
});
