import type { Certificate } from '../der/index.js';
import type { PdfPhoto } from './photo.js';

/**
 * What stands in the CMS's unsigned attributes, where anybody may write:
 * whatever is wrong with it leaves a question open and never makes a forgery.
 */
export type Unsigned<T> =
  | { readonly state: 'absent' }
  | { readonly state: 'broken'; readonly reason: string }
  | ({ readonly state: 'present' } & T);

/** The RFC 3161 timestamp over the signature's value. */
export interface TimestampReading {
  readonly time: Date;
  /** Whether its chain ends in one of the roots given; false when none were given. */
  readonly trusted: boolean;
}

/** A PDF that keeps the strict profile and whose signature holds; whose key it is, the ledger says. */
export interface PdfReading {
  /** SHA-256 of the signed byte ranges: the PDF digest of the leaf. */
  readonly digest: Uint8Array;
  readonly signer: {
    readonly certificate: Certificate;
    /** SubjectPublicKeyInfo, DER; look its owner up in the registry. */
    readonly spki: Uint8Array;
    readonly algorithm: 'ES256' | 'RS256';
  };
  /** The certificates in the CMS, the signer's first, each signed by the next. */
  readonly chain: readonly Certificate[];
  /** The attached SD-JWT, not parsed. */
  readonly credential: string;
  /** The picture on its page; undefined where there is none. */
  readonly photo: PdfPhoto | undefined;
  /** The receipt's CBOR, not decoded. */
  readonly receipt: Unsigned<{ readonly bytes: Uint8Array }>;
  readonly timestamp: Unsigned<TimestampReading>;
}

export interface PdfReadOptions {
  /** Roots that a timestamp authority's chain may end in. */
  readonly timestampRoots?: readonly Certificate[];
  /** Largest file in bytes; 32 MiB unless set. */
  readonly maxBytes?: number;
}
