import type { OpenAPIObject } from '@nestjs/swagger';
import { type OperationObject, routesOf } from './operations.js';

const slug = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9.-]{0,49}$' };
const id = { type: 'integer', minimum: 1 };

/** Path parameters have one meaning wherever they stand, so they are described in one place. */
const parameters: Readonly<Record<string, object>> = {
  organizer: { description: 'Slug of the organizer.', schema: slug, example: 'acmecorp' },
  event: { description: 'Slug of the event.', schema: slug, example: 'democon' },
  id: { description: 'Id of the webhook.', schema: id, example: 1 },
  delivery: { description: 'Id of the delivery.', schema: id, example: 1 },
  call: { description: 'Id of the call.', schema: id, example: 1 },
  notification: { description: 'Id of the notification.', schema: id, example: 1 },
  token: { description: 'Id of the token.', schema: id, example: 1 },
};

const idempotencyKey = {
  name: 'X-Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'The first answer to this key and token is given again for 24 hours, whatever is sent with it. `Idempotency-Key` is another name.',
  schema: { type: 'string', maxLength: 190 },
};

/** Describes every path parameter, and the idempotency key of every write. */
export function describeParameters(document: OpenAPIObject): void {
  for (const { path, method, operation } of routesOf(document)) {
    const given = (operation.parameters ?? []) as { name: string; in: string }[];
    const inQuery = given.filter((parameter) => parameter.in !== 'path');
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => pathParameter(name!));
    const keys = method === 'get' ? [] : [idempotencyKey];
    operation.parameters = [...inPath, ...inQuery, ...keys] as NonNullable<OperationObject['parameters']>;
  }
}

function pathParameter(name: string): object {
  const described = parameters[name];
  if (!described) throw new Error(`The path parameter {${name}} is not described in parameters.ts.`);
  return { name, in: 'path', required: true, ...described };
}
