import type { HashAlgorithm } from '../platform/platform.js';
import type { SignedData } from './cms.js';
import { OID, digest } from './cms.js';
import { DerError } from './error.js';
import { TAG, context, openDer } from './reader.js';
import { parseTokenSignedData } from './token-cms.js';
import * as value from './values.js';

/** An RFC 3161 timestamp token, read and not verified. */
export interface TimestampToken {
  /** The CMS around it. */
  readonly signedData: SignedData;
  /** The DER of TSTInfo, which the message digest is over. */
  readonly content: Uint8Array;
  /** The digest of what was stamped. */
  readonly imprint: Uint8Array;
  /** Of the digest. */
  readonly imprintAlgorithm: HashAlgorithm;
  /** When it was stamped, by the authority's clock. */
  readonly time: Date;
  /** The INTEGER's contents octets, as asked for. */
  readonly nonce?: Uint8Array;
}

/**
 * Reads a timestamp token (RFC 3161 §2.4.2) with nothing unsigned in it.
 * @throws DerError
 */
export function parseTimestampToken(der: Uint8Array): TimestampToken {
  const signedData = parseTokenSignedData(der);
  const { content } = signedData;
  if (signedData.contentType !== OID.timestampInfo || content === undefined) {
    throw new DerError('a CMS that is not a timestamp');
  }
  if (signedData.unsignedAttributes !== undefined) throw new DerError('a timestamp with unsigned attributes');
  const reader = openDer(content);
  const version = value.smallInteger(reader.read(TAG.integer));
  if (version !== 1) throw new DerError('a TSTInfo of the wrong version');
  reader.read(TAG.oid);
  const messageImprint = reader.open();
  const imprintAlgorithm = digest(messageImprint);
  const imprint = value.octetString(messageImprint.read(TAG.octetString));
  messageImprint.end();
  value.integerBytes(reader.read(TAG.integer), 32);
  const time = value.time(reader.read(TAG.generalizedTime));
  // Accuracy, ordering, the authority's name and extensions: signed, and they decide nothing here.
  reader.optional(TAG.sequence);
  reader.optional(TAG.boolean);
  const nonce = reader.optional(TAG.integer);
  reader.optional(context(0));
  reader.optional(context(1));
  reader.end();
  return {
    ...{ signedData, content, imprint, imprintAlgorithm, time },
    ...(nonce && { nonce: value.integerBytes(nonce, 65) }),
  };
}
