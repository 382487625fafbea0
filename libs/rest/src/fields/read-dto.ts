import type { Type } from '@nestjs/common';
import { validateSync } from 'class-validator';
import { ValidationFailed } from '../errors/api-error.js';
import { type Field, FieldFault, fieldsOf, ignoresUnknownFields, keepFaults, takesFaults } from './field.js';
import { typeNameOf } from './field-readers.js';
import { OpenBody } from './open-body.js';

export interface ReadOptions {
  /** Keys that mean something to others, e.g. `page`. */
  readonly alsoKnown?: readonly string[];
}

/**
 * Makes a DTO of what came: every field read and checked, all faults at once, one text a field. Decorators of
 * class-validator on the DTO are asked too, of the fields that were read. @throws ValidationFailed
 */
export function readDto<Dto extends object>(
  dtoClass: Type<Dto>,
  source: unknown,
  { alsoKnown = [] }: ReadOptions = {},
): Dto {
  if (typeNameOf(source) !== 'dict') {
    throw new ValidationFailed({
      non_field_errors: [`Invalid data. Expected a dictionary, but got ${typeNameOf(source)}.`],
    });
  }
  const given = source as Record<string, unknown>;
  if (dtoClass.prototype instanceof OpenBody) return new dtoClass(given);
  const fields = fieldsOf(dtoClass.prototype as object);
  const dto = new dtoClass();
  const faults = readFields(fields, given, dto);
  if (!ignoresUnknownFields(dtoClass)) addUnknown(given, fields, alsoKnown, faults);
  addValidatorFaults(dto, faults);
  if (faults.size === 0) return dto;
  const errors = Object.fromEntries([...faults].map(([name, text]) => [name, [text]]));
  if (!takesFaults(dtoClass)) throw new ValidationFailed(errors);
  keepFaults(dto, errors);
  return dto;
}

/** Puts on `dto` what is right; answers what is wrong. */
function readFields(
  fields: readonly Field[],
  given: Record<string, unknown>,
  dto: object,
): Map<string, string> {
  const faults = new Map<string, string>();
  for (const field of fields) {
    const value = Object.hasOwn(given, field.name) ? given[field.name] : undefined;
    const read = readField(field, value);
    if (read instanceof FieldFault) faults.set(field.name, read.text);
    else if (read !== undefined) Object.assign(dto, { [field.name]: read });
  }
  return faults;
}

function readField({ required, nullable, read }: Field, value: unknown): unknown {
  if (value === undefined) return required ? new FieldFault('This field is required.') : undefined;
  if (value === null) return nullable ? null : new FieldFault('This field may not be null.');
  return read(value);
}

function addUnknown(
  given: Record<string, unknown>,
  fields: readonly Field[],
  alsoKnown: readonly string[],
  faults: Map<string, string>,
): void {
  const known = new Set([...fields.map(({ name }) => name), ...alsoKnown]);
  for (const name of Object.keys(given)) {
    if (!known.has(name)) faults.set(name, 'Unknown field.');
  }
}

function addValidatorFaults(dto: object, faults: Map<string, string>): void {
  const errors = validateSync(dto, { skipUndefinedProperties: true, forbidUnknownValues: false });
  for (const { property, constraints } of errors) {
    const [text] = Object.values(constraints ?? {});
    if (text !== undefined && !faults.has(property)) faults.set(property, text);
  }
}
