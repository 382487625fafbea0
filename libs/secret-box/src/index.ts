export { createSecretBox, keyIdOf, parseKeyRing, SecretBox, SecretKeyError } from './secret-box.js';
export type { SecretKey } from './secret-box.js';
export type { SealedColumn, SealedColumnKey } from './sealed-column.js';
