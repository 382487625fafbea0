import { operationErrorsExtension } from '@app/rest';
import type { OpenAPIObject } from '@nestjs/swagger';
import { type OperationObject, type Route, routesOf } from './operations.js';

interface ErrorDescription {
  readonly description: string;
  readonly schema: string;
  readonly example: unknown;
}

const detail = (description: string, example: string): ErrorDescription => ({
  description,
  schema: 'Error',
  example: { detail: example },
});

const errors: Readonly<Record<number, ErrorDescription>> = {
  400: {
    description: 'Malformed, or not valid: every wrong field with its text.',
    schema: 'ValidationErrors',
    example: { name: ['This field is required.'] },
  },
  401: detail('No valid credentials.', 'Authentication credentials were not provided.'),
  403: detail(
    'Not permitted, or no such organizer: which of both is not told.',
    'You do not have permission to perform this action.',
  ),
  404: detail('No such object.', 'Not found.'),
  406: detail(
    'Answers are JSON, and the Accept header does not take it.',
    'Could not satisfy the request Accept header.',
  ),
  409: detail(
    'Not in this state, or not while another request with the key runs.',
    'This webhook is disabled.',
  ),
  413: detail('The body is over 4 MiB.', 'Request body is too large.'),
  415: detail('The body is not JSON.', 'Unsupported media type "text/plain" in request.'),
  429: detail(
    'Too many requests of this token, or more at once than there is room for; Retry-After says when to ask again.',
    'Request was throttled. Expected available in 1 second.',
  ),
  500: detail('A fault of ours, logged under the id in X-Request-Id.', 'Internal server error.'),
  503: detail(
    'The database is away; Retry-After says when to ask again.',
    'Service temporarily unavailable.',
  ),
};

const schemas = {
  Error: {
    type: 'object',
    required: ['detail'],
    properties: {
      detail: { type: 'string', description: 'What is wrong, for people.' },
      request_id: { type: 'string', description: 'Of a 500: the id it is logged under.' },
    },
  },
  FieldErrors: {
    type: 'object',
    description: 'Texts by field; `non_field_errors` are of the whole object. A batch nests them by index.',
    additionalProperties: {
      anyOf: [{ type: 'array', items: { type: 'string' } }, { $ref: '#/components/schemas/FieldErrors' }],
    },
  },
  ValidationErrors: {
    anyOf: [{ $ref: '#/components/schemas/Error' }, { $ref: '#/components/schemas/FieldErrors' }],
  },
};

/** What is served elsewhere, health, asks for no credentials and says the rest itself. */
const apiPrefix = '/api/';

/** Lists on each operation every error it can give, with its shape: those of its kind, and those it names itself. */
export function addErrors(document: OpenAPIObject): void {
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, ...schemas },
  };
  for (const route of routesOf(document)) {
    const { operation, path } = route;
    if (!path.startsWith(apiPrefix)) operation.security = [];
    const own = (operation as unknown as Record<string, readonly number[] | undefined>)[
      operationErrorsExtension
    ];
    delete (operation as unknown as Record<string, unknown>)[operationErrorsExtension];
    for (const status of new Set([...statusesOf(route), ...(own ?? [])])) {
      operation.responses[status] ??= responseOf(status);
    }
  }
}

function statusesOf({ path, method, operation }: Route): readonly number[] {
  if (!path.startsWith(apiPrefix)) return [];
  const always = [401, 403, 406, 429, 500, 503];
  const named = /\{(?!organizer\})\w+\}/.test(path) ? [404] : [];
  const hasQuery = (operation.parameters ?? []).some(
    (parameter) => 'in' in parameter && parameter.in === 'query',
  );
  const listed = method === 'get' && hasQuery ? [400, 404] : [];
  const written = method === 'get' ? [] : [400, 409, 413];
  return [...always, ...named, ...listed, ...written, ...(operation.requestBody ? [415] : [])].toSorted(
    (a, b) => a - b,
  );
}

function responseOf(status: number): OperationObject['responses'][string] {
  const error = errors[status];
  if (!error) throw new Error(`The error status ${status} is not described in errors.ts.`);
  const { description, schema, example } = error;
  return {
    description,
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` }, example } },
  };
}
