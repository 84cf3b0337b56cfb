import { decodeCbor, encodeCbor } from './cbor.js';
import { FormatError } from './error.js';

/** What one leaf of a batch's tree commits to. Digests are SHA-256. */
export interface Leaf {
  /** 16 bytes. */
  readonly certId: Uint8Array;
  /** Of the QR's COSE bytes, inflated. */
  readonly qr: Uint8Array;
  /** Of the credential's issuer-signed JWT. */
  readonly credential: Uint8Array;
  /** The ByteRange digest that the PDF's signature signs. */
  readonly pdf: Uint8Array;
}

const lengths = [16, 32, 32, 32];

/**
 * CBOR [1, certId, qr, credential, pdf]: the input of {@link leafHash}.
 * @throws FormatError `LEAF_MALFORMED` or `CBOR_MALFORMED`
 */
export function encodeLeaf({ certId, qr, credential, pdf }: Leaf): Uint8Array {
  const parts = [certId, qr, credential, pdf];
  if (parts.some((part, i) => part.length !== lengths[i])) {
    throw new FormatError('LEAF_MALFORMED', 'a leaf holds a certId of 16 bytes and three digests of 32');
  }
  return encodeCbor([1, ...parts]);
}

/**
 * Reads what {@link encodeLeaf} wrote.
 * @throws FormatError `LEAF_MALFORMED` or `CBOR_MALFORMED`
 */
export function decodeLeaf(bytes: Uint8Array): Leaf {
  const value = decodeCbor(bytes, { length: 256, depth: 1 });
  const [v, certId, qr, credential, pdf, ...more] = Array.isArray(value) ? (value as readonly unknown[]) : [];
  const parts = [certId, qr, credential, pdf];
  const right = parts.every((part, i) => part instanceof Uint8Array && part.length === lengths[i]);
  if (v !== 1 || !right || more.length > 0)
    throw new FormatError('LEAF_MALFORMED', 'not a leaf of version 1');
  return { certId, qr, credential, pdf } as Leaf;
}
