import { OID } from '../cms/index.js';
import {
  children,
  contentOf,
  encodingOf,
  integer,
  nullValue,
  octetString,
  oid,
  readValue,
  sequence,
  tlv,
} from '../cms/index.js';
import type { Der, Value } from '../cms/index.js';

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

function requestFields(der: Uint8Array): { imprint: Value; rest: Value[] } {
  const whole = readValue(der);
  const [version, imprint, ...rest] = children(whole);
  if (whole.end !== der.length || version?.tag !== 0x02 || !imprint)
    throw new TypeError('not a TimeStampReq');
  return { imprint, rest };
}

/** Reads a TimeStampReq; @throws DerError or TypeError when it is none. */
export function decodeRequest(der: Uint8Array): TimestampRequest {
  const { imprint, rest } = requestFields(der);
  const [algorithm, digest] = children(imprint);
  const hash = algorithm && children(algorithm)[0];
  if (digest?.tag !== 0x04 || !hash) throw new TypeError('not a MessageImprint');
  const find = (tag: number): Value | undefined => rest.find((value) => value.tag === tag);
  const policy = find(0x06);
  const nonce = find(0x02);
  const certificates = find(0x01);
  return {
    imprint: encodingOf(imprint),
    hashAlgorithm: encodingOf(hash),
    digest: contentOf(digest),
    ...(policy ? { policy: encodingOf(policy) } : {}),
    ...(nonce ? { nonce: encodingOf(nonce) } : {}),
    certificates: certificates !== undefined && contentOf(certificates)[0] !== 0,
    extensions: find(0xa0) !== undefined,
  };
}
