/*
 * Fabric sorts keys by their UTF-8 bytes, JavaScript by UTF-16 units, and the two differ above U+D7FF.
 * Inside the state a key is therefore the string of its UTF-8 bytes, one character each: it sorts rightly by itself.
 */

/** A key as the string of its UTF-8 bytes. */
export type ByteKey = string & { readonly byteKey: unique symbol };

export function toByteKey(key: string): ByteKey {
  return Buffer.from(key, 'utf8').toString('latin1') as ByteKey;
}

export function fromByteKey(key: ByteKey): string {
  return Buffer.from(key, 'latin1').toString('utf8');
}
