import { TAG, context, openDer, readBoolean, readSmallInteger } from '@certbridge/verifier-sdk/der';
import { DerError } from '@certbridge/verifier-sdk/der';
import { OID, integer, nullValue, octetString, oid, sequence, tlv } from '../cms/index.js';
import type { Der } from '../cms/index.js';

/** AlgorithmIdentifier and digest (RFC 3161 §2.4.1). */
export function messageImprint(digest: Uint8Array): Der {
  return sequence(sequence(oid(OID.sha256), nullValue), octetString(digest));
}

/** A TimeStampReq that asks for the authority's certificates as well. */
export function encodeRequest(digest: Uint8Array, nonce: Uint8Array): Der {
  return sequence(integer(1), messageImprint(digest), integer(nonce), tlv(0x01, Uint8Array.of(0xff)));
}

export interface TimestampRequest {
  /** As sent, to be repeated in the answer. */
  readonly imprint: Uint8Array;
  readonly hashAlgorithm: Uint8Array;
  readonly digest: Uint8Array;
  readonly policy?: Uint8Array;
  readonly nonce?: Uint8Array;
  readonly certificates: boolean;
  readonly extensions: boolean;
}

/** Reads a TimeStampReq (RFC 3161 §2.4.1). @throws DerError when it is none */
export function decodeRequest(der: Uint8Array): TimestampRequest {
  const reader = openDer(der);
  if (readSmallInteger(reader.read(TAG.integer)) !== 1)
    throw new DerError('a TimeStampReq of another version');
  const imprint = reader.read(TAG.sequence);
  const policy = reader.optional(TAG.oid);
  const nonce = reader.optional(TAG.integer);
  const certificates = reader.optional(TAG.boolean);
  const extensions = reader.optional(context(0));
  reader.end();
  const parts = openDer(imprint.der);
  const hashAlgorithm = parts.open().next();
  const digest = parts.read(TAG.octetString);
  parts.end();
  return {
    imprint: imprint.der,
    hashAlgorithm: hashAlgorithm.der,
    digest: digest.contents,
    ...(policy && { policy: policy.der }),
    ...(nonce && { nonce: nonce.der }),
    certificates: certificates !== undefined && readBoolean(certificates),
    extensions: extensions !== undefined,
  };
}
