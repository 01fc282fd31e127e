import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const TAG_BYTES = 16;
export const IV_BYTES = 12;

/** AES-256-GCM (NIST SP 800-38D): the ciphertext followed by its 16-byte tag, as WebCrypto lays it out. */
export function encrypt(key: KeyObject, iv: Buffer, plain: Buffer, associated: Buffer): Buffer {
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(associated);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** The plaintext; undefined when key, nonce, text, tag or associated data is not exactly what it was sealed with. */
export function decrypt(key: KeyObject, iv: Buffer, sealed: Buffer, associated: Buffer): Buffer | undefined {
  if (iv.length !== IV_BYTES || sealed.length < TAG_BYTES) return undefined;
  const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(associated);
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const plain = decipher.update(sealed.subarray(0, -TAG_BYTES));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    return undefined;
  }
}
