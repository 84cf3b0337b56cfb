import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

const NONCE = 12;
const TAG = 16;

/** AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce: nonce ‖ ciphertext ‖ 128-bit tag. */
export function encrypt(key: KeyObject, plaintext: Uint8Array, aad: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
  cipher.setAAD(aad);
  const body = cipher.update(plaintext);
  return Buffer.concat([nonce, body, cipher.final(), cipher.getAuthTag()]);
}

/** The plaintext, or undefined where key, AAD or bytes are not those of {@link encrypt}. */
export function decrypt(key: KeyObject, encrypted: Uint8Array, aad: Uint8Array): Buffer | undefined {
  if (encrypted.length < NONCE + TAG) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, encrypted.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(aad);
  decipher.setAuthTag(encrypted.subarray(encrypted.length - TAG));
  const body = decipher.update(encrypted.subarray(NONCE, encrypted.length - TAG));
  try {
    return Buffer.concat([body, decipher.final()]);
  } catch {
    return undefined;
  }
}
