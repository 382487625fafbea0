import type { Type } from '@nestjs/common';
import { readDto } from '../fields/read-dto.js';
import { RawBody } from './raw-body.js';

/** The DTO that a request's body says. @throws UnsupportedMediaType, MalformedBody, ValidationFailed */
export function readBody<Dto extends object>(dtoClass: Type<Dto>, body: unknown): Dto {
  return readDto(dtoClass, body instanceof RawBody ? body.read() : {});
}
