import { createHmac, hash, randomBytes } from 'node:crypto';

const secretBytes = 32;
const pattern = /^[A-Za-z0-9_-]{43}$/;

/** What a cookie or a link carries: 256 bits that nobody can guess. */
export function createSecret(): string {
  return randomBytes(secretBytes).toString('base64url');
}

/** Whether the text can be one of ours at all, without asking the database. */
export function isSecretShaped(text: string): boolean {
  return pattern.test(text);
}

/** What is stored of a secret. It is random and long, so that a plain hash is enough. */
export function hashOfSecret(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}

/** From the secret alone, and of no use to find it. */
export function formKeyOf(secret: string): string {
  return createHmac('sha256', secret).update('doorbell forms').digest('base64url');
}
