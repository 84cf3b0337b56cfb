import { DerError } from './error.js';

const BLOCK = /-----BEGIN ([A-Z0-9 ]{1,64})-----([A-Za-z0-9+/=\s]*)-----END \1-----/g;
const LIMIT = 4 * 1024 * 1024;

/**
 * The DER inside every PEM block (RFC 7468) with this label, in order.
 * @throws DerError when there is none, or one is not base64
 */
export function decodePem(text: string, label = 'CERTIFICATE'): Uint8Array[] {
  if (text.length > LIMIT) throw new DerError('a PEM file that is too large');
  const blocks = [...text.matchAll(BLOCK)].filter((match) => match[1] === label);
  if (blocks.length === 0) throw new DerError(`no PEM block named ${label}`);
  return blocks.map((match) => {
    try {
      return Uint8Array.from(atob(match[2] ?? ''), (character) => character.charCodeAt(0));
    } catch {
      throw new DerError(`a PEM block named ${label} that is not base64`);
    }
  });
}
