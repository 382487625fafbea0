import { type ArgumentMetadata, Injectable, type PipeTransform, type Type } from '@nestjs/common';
import { readDto } from '../fields/read-dto.js';
import { listParameters } from '../lists/list.decorators.js';
import { lastValues } from './query-values.js';
import { readBody } from './read-body.js';

/** Makes the DTOs of @Body() and @Query(). Everything else passes as it is. */
@Injectable()
export class DtoPipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type === 'body') return readBody(dtoClassOf(metatype), value);
    if (type === 'query' && metatype && metatype !== Object) {
      return readDto(dtoClassOf(metatype), lastValues(value), { alsoKnown: listParameters });
    }
    return value;
  }
}

/** Without its class a body would pass unchecked, as it does after `import type`. */
function dtoClassOf(metatype: ArgumentMetadata['metatype']): Type<object> {
  if (!metatype || metatype === Object)
    throw new Error('A @Body() has no DTO class; is it imported as a type?');
  return metatype as Type<object>;
}
