import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import type { FieldErrors } from '../errors/api-error.js';

/** What every field of a request says about itself. */
export interface FieldOptions {
  readonly description: string;
  readonly example: unknown;
  /** True unless said otherwise. A PATCH takes `PartialDto(…)`, where no field is. */
  readonly required?: boolean;
  readonly nullable?: boolean;
  /** Shown as the value of an absent optional field. */
  readonly default?: unknown;
}

/** The text for the client about one wrong value. */
export class FieldFault {
  constructor(readonly text: string) {}
}

/** Takes what came as JSON, or as text in a query; answers the value of the field, or what is wrong with it. */
export type FieldReader = (value: unknown) => unknown;

export interface Field {
  readonly name: string;
  readonly required: boolean;
  readonly nullable: boolean;
  readonly read: FieldReader;
}

const fieldsKey = 'doorbell:fields';
const ignoreUnknownKey = 'doorbell:ignore-unknown-fields';

/** The fields of a DTO, inherited ones first, in the order of their declaration. */
export function fieldsOf(dto: object): readonly Field[] {
  return (Reflect.getMetadata(fieldsKey, dto) as readonly Field[] | undefined) ?? [];
}

export function setFields(dto: object, fields: readonly Field[]): void {
  Reflect.defineMetadata(fieldsKey, fields, dto);
}

/** The door for field types of one's own: how the value is read, and how the OpenAPI document shows it. */
export function defineField(
  options: FieldOptions,
  schema: ApiPropertyOptions,
  read: FieldReader,
): PropertyDecorator {
  const { description, example, required = true, nullable = false } = options;
  const shown = { description, example, required, nullable, default: options.default };
  return (target, key) => {
    const name = String(key);
    const others = fieldsOf(target).filter((field) => field.name !== name);
    setFields(target, [...others, { name, required, nullable, read }]);
    ApiProperty({ ...schema, ...shown } as ApiPropertyOptions)(target, key);
  };
}

/** For pretix's own resources: pretix ignores what it does not know, all others refuse it. */
export const IgnoreUnknownFields = (): ClassDecorator => (dto) =>
  Reflect.defineMetadata(ignoreUnknownKey, true, dto);

export function ignoresUnknownFields(dto: object): boolean {
  return Reflect.getMetadata(ignoreUnknownKey, dto) === true;
}

const takesFaultsKey = 'doorbell:takes-faults';
const faultsByDto = new WeakMap<object, FieldErrors>();

/**
 * For a DTO some of whose fields only the database can judge: its handler is called with wrong fields left out, asks
 * faultsOf(dto), and throws a ValidationFailed that has these and its own, so that the client reads all of them at once.
 */
export const FaultsToHandler = (): ClassDecorator => (dto) =>
  Reflect.defineMetadata(takesFaultsKey, true, dto);

export function takesFaults(dtoClass: object): boolean {
  return Reflect.getMetadata(takesFaultsKey, dtoClass) === true;
}

/** What was wrong with the body of a @FaultsToHandler() DTO; empty where nothing was. */
export function faultsOf(dto: object): FieldErrors {
  return faultsByDto.get(dto) ?? {};
}

export function keepFaults(dto: object, faults: FieldErrors): void {
  faultsByDto.set(dto, faults);
}
