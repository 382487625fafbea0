export * from './action-type.js';
export * from './vocabulary.decorator.js';
export * from './action-type-registry.js';
export * from './action-types.module.js';
