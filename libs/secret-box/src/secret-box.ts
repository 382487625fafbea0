import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Seals what must not lie readable in the database. The key's id travels with the text, so keys can be rotated. */
export interface SecretBox {
  /** The text under the ring's first key; two seals of one text differ. */
  seal(text: string): Buffer;
  /** The text again. @throws SecretKeyError when its key is not in the ring, or the bytes were changed. */
  open(sealed: Buffer): string;
}
export const SecretBox = Symbol('SecretBox');

export interface SecretKey {
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

export class SecretKeyError extends Error {
  readonly code = 'secret_key';
  override readonly name = 'SecretKeyError';
}

const keyLength = 32;
const nonceLength = 12;
const tagLength = 16;
const formatVersion = 1;

/** Reads `id:base64[,id:base64…]`. @throws SecretKeyError naming what is wrong, never the key. */
export function parseKeyRing(text: string): readonly SecretKey[] {
  const keys = text.split(',').map((entry) => {
    const match = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]+={0,2})$/.exec(entry.trim());
    if (!match) throw new SecretKeyError('Each key must be written as id:base64.');
    const key = Buffer.from(match[2]!, 'base64');
    if (key.length !== keyLength) {
      throw new SecretKeyError(`Key "${match[1]}" must be ${keyLength} bytes of base64, not ${key.length}.`);
    }
    return { id: match[1]!, key };
  });
  if (new Set(keys.map(({ id }) => id)).size !== keys.length) {
    throw new SecretKeyError('Each key needs an id of its own.');
  }
  return keys;
}

/** AES-256-GCM; layout: version, length of the key's id, the id, nonce, tag, ciphertext. The header is authenticated. */
export function createSecretBox(ring: readonly SecretKey[]): SecretBox {
  const [current] = ring;
  if (!current) throw new SecretKeyError('The key ring is empty.');
  const byId = new Map(ring.map((entry) => [entry.id, entry.key]));
  return {
    seal: (text) => seal(current, text),
    open: (sealed) => open(byId, sealed),
  };
}

/** The id of the key that it is sealed with, as it says itself. */
export const keyIdOf = (sealed: Buffer): string => headerOf(sealed).subarray(2).toString('latin1');

const headerOf = (sealed: Buffer): Buffer => sealed.subarray(0, 2 + (sealed[1] ?? 0));

function seal({ id, key }: SecretKey, text: string): Buffer {
  const header = Buffer.concat([Buffer.from([formatVersion, id.length]), Buffer.from(id, 'latin1')]);
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(header);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([header, nonce, cipher.getAuthTag(), body]);
}

function open(keys: ReadonlyMap<string, Buffer>, sealed: Buffer): string {
  const header = headerOf(sealed);
  const bodyAt = header.length;
  const id = keyIdOf(sealed);
  const key = keys.get(id);
  if (sealed[0] !== formatVersion || !key) {
    throw new SecretKeyError(`No key "${id}" in DOORBELL_SECRET_KEY opens this secret.`);
  }
  const nonce = sealed.subarray(bodyAt, bodyAt + nonceLength);
  const tag = sealed.subarray(bodyAt + nonceLength, bodyAt + nonceLength + tagLength);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
    decipher.setAAD(header).setAuthTag(tag);
    const body = sealed.subarray(bodyAt + nonceLength + tagLength);
    return decipher.update(body, undefined, 'utf8') + decipher.final('utf8');
  } catch (cause) {
    throw new SecretKeyError(`The secret under key "${id}" was changed or its key is another.`, { cause });
  }
}
