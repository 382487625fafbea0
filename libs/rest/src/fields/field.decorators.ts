import { PartialType } from '@nestjs/swagger';
import type { Type } from '@nestjs/common';
import { defineField, type FieldOptions, fieldsOf, setFields } from './field.js';
import {
  integerReader,
  mostTexts,
  readBoolean,
  readDateTime,
  readList,
  readObject,
  textListReader,
  textReader,
  type TextRules,
} from './field-readers.js';

/** Text: trimmed, never blank unless `blank`, checked in the order in which Django REST framework does. */
export function TextField(options: FieldOptions & TextRules): PropertyDecorator {
  const { maxLength, choices } = options;
  return defineField(
    options,
    { type: String, ...(maxLength ? { maxLength } : {}), ...(choices ? { enum: [...choices] } : {}) },
    textReader(options),
  );
}

export const BooleanField = (options: FieldOptions): PropertyDecorator =>
  defineField(options, { type: Boolean }, readBoolean);

export function IntegerField({
  min = Number.MIN_SAFE_INTEGER,
  max = Number.MAX_SAFE_INTEGER,
  ...options
}: FieldOptions & { readonly min?: number; readonly max?: number }): PropertyDecorator {
  return defineField(options, { type: 'integer', minimum: min, maximum: max }, integerReader(min, max));
}

/** A Date; ISO 8601 with its zone. */
export const DateTimeField = (options: FieldOptions): PropertyDecorator =>
  defineField(options, { type: String, format: 'date-time' }, readDateTime);

/** A list of texts; a wrong item makes the whole `Invalid value.`, as pretix says it. */
export function TextListField(options: FieldOptions & TextRules): PropertyDecorator {
  const { choices } = options;
  return defineField(
    options,
    { type: String, isArray: true, maxItems: mostTexts, ...(choices ? { enum: [...choices] } : {}) },
    textListReader(options),
  );
}

/** A list whose items the service checks itself. */
export const ListField = (options: FieldOptions, itemSchema: object = {}): PropertyDecorator =>
  defineField(options, { type: 'array', items: itemSchema }, readList);

/** An object whose keys the service checks itself. */
export const ObjectField = (options: FieldOptions): PropertyDecorator =>
  defineField(options, { type: 'object', additionalProperties: true }, readObject);

/** What a mapper makes: the fields of a DTO without its class, so that they may be spread into a larger one. */
export type FieldsOf<Dto> = { readonly [Field in keyof Dto]: Dto[Field] };

/** The same fields, none of them required: for PATCH. `class UpdateXDto extends PartialDto(CreateXDto) {}` */
export function PartialDto<Dto extends object>(base: Type<Dto>): Type<Partial<Dto>> {
  const partial = PartialType(base, { skipNullProperties: false });
  const fields = fieldsOf(base.prototype as object).map((field) => ({ ...field, required: false }));
  setFields(partial.prototype as object, fields);
  return partial;
}
