export { createSecretBox, parseKeyRing, SecretBox, SecretKeyError } from './secret-box.js';
export type { SecretKey } from './secret-box.js';
