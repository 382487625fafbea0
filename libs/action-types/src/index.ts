export * from './action-type.js';
export * from './action-type-registry.js';
export * from './action-types.module.js';
export type { BodyValues, BodyWriter, FieldErrors, ReferenceCheck } from './reference-fields.js';
export { referencesOf } from './reference-fields.js';
export { VocabularyError } from './vocabulary-check.js';
export { sampleBodyOf } from './sample-body.js';
export * from './vocabulary.decorator.js';
