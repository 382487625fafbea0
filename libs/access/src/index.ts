export * from './principal.js';
export * from './access.decorator.js';
export * from './session.js';
