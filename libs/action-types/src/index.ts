export * from './action-type.js';
export * from './vocabulary.decorator.js';
