export * from './errors/api-error.js';
export { answerOf } from './errors/error-answer.js';
export type { ErrorAnswer } from './errors/error-answer.js';
export { defineField, FaultsToHandler, faultsOf, FieldFault, IgnoreUnknownFields } from './fields/field.js';
export type { FieldOptions, FieldReader } from './fields/field.js';
export {
  BooleanField,
  DateTimeField,
  IntegerField,
  ListField,
  ObjectField,
  PartialDto,
  TextField,
  TextListField,
} from './fields/field.decorators.js';
export type { FieldsOf } from './fields/field.decorators.js';
export { typeNameOf } from './fields/field-readers.js';
export type { TextRules } from './fields/field-readers.js';
export { OpenBody } from './fields/open-body.js';
export { readDto } from './fields/read-dto.js';
export { ConcurrentRequest } from './idempotency/idempotency.interceptor.js';
export { sealedAnswers } from './idempotency/sealed-answers.js';
export { CursorRequest } from './lists/cursor.js';
export type { CursorAnswer, CursorKey } from './lists/cursor.js';
export { CursorList, CursorOf, PagedList, PageOf } from './lists/list.decorators.js';
export type { BaseUrlRequest } from './lists/list.decorators.js';
export { PageRequest } from './lists/page.js';
export type { PageAnswer } from './lists/page.js';
export { LoadedObject, LoadObject } from './objects/load-object.decorator.js';
export type { ObjectLoader } from './objects/load-object.decorator.js';
export { objectId } from './objects/object-id.js';
export { Operation, operationErrorsExtension } from './openapi/operation.decorator.js';
export type { OperationOptions } from './openapi/operation.decorator.js';
export { RestModule } from './rest.module.js';
export { networkOf } from './server/client-network.js';
export { DirectRoutes } from './server/direct-routes.service.js';
export type { DirectRoute } from './server/direct-routes.service.js';
export { fixedHeaders } from './server/fixed-headers.js';
export { readBody } from './server/read-body.js';
export { readForm } from './server/read-form.js';
export { createRestAdapter } from './server/rest-adapter.js';
export type { RestAdapterOptions } from './server/rest-adapter.js';
export { whenOver } from './server/when-over.js';
