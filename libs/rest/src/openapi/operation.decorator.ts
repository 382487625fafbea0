import { applyDecorators, HttpCode, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';

/** What the OpenAPI document says of a handler; the errors that every route of its kind can give are added to it. */
export interface OperationOptions {
  /** A good method name of a generated client: `listWebhooks`. */
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  /** 200 unless said otherwise. */
  readonly status?: number;
  /** Further statuses of success with the same answer. */
  readonly alsoStatus?: readonly number[];
  /** One of these three; none where there is no body. */
  readonly answer?: Type<unknown>;
  readonly pageOf?: Type<unknown>;
  readonly cursorOf?: Type<unknown>;
  /** Of the answer. */
  readonly example?: unknown;
  /** Beyond those that every route of its kind can give, e.g. the 409 of a GET. */
  readonly errors?: readonly number[];
}

export const operationErrorsExtension = 'x-errors';

/** Names, describes and exemplifies one operation. */
export function Operation(options: OperationOptions): MethodDecorator {
  const { id, summary, description, status = 200, alsoStatus = [], errors = [] } = options;
  const models = [options.answer, options.pageOf, options.cursorOf].filter((model) => model !== undefined);
  const responses = [status, ...alsoStatus].map((code) =>
    ApiResponse({ status: code, description: descriptionOf(code), ...contentOf(options) }),
  );
  const operation = ApiOperation({
    operationId: id,
    summary,
    ...(description ? { description } : {}),
    [operationErrorsExtension]: errors,
  } as Parameters<typeof ApiOperation>[0]);
  return applyDecorators(HttpCode(status), ApiExtraModels(...models), operation, ...responses);
}

const descriptions: Readonly<Record<number, string>> = {
  200: 'Done.',
  201: 'Created.',
  202: 'Accepted.',
  204: 'Done; there is no body.',
};
const descriptionOf = (status: number): string => descriptions[status] ?? 'Done.';

function contentOf({ answer, pageOf, cursorOf, example }: OperationOptions): object {
  const schema = answer ? { $ref: getSchemaPath(answer) } : listSchema(pageOf, cursorOf);
  if (!schema) return {};
  return { content: { 'application/json': { schema, ...(example === undefined ? {} : { example }) } } };
}

const link = { type: 'string', format: 'uri', nullable: true };

function listSchema(pageOf?: Type<unknown>, cursorOf?: Type<unknown>): object | undefined {
  const item = pageOf ?? cursorOf;
  if (!item) return undefined;
  const results = { type: 'array', items: { $ref: getSchemaPath(item) }, description: 'At most 50.' };
  const next = { ...link, description: 'The next page; null at the end.' };
  if (!pageOf) return { type: 'object', required: ['next', 'results'], properties: { next, results } };
  const count = { type: 'integer', description: 'Of all pages.' };
  const previous = { ...link, description: 'The page before; null on the first.' };
  return {
    type: 'object',
    required: ['count', 'next', 'previous', 'results'],
    properties: { count, next, previous, results },
  };
}
