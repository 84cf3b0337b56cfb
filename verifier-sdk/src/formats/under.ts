import { Shape } from './shape.js';
import type { Read } from './shape.js';

/**
 * The version of an issuer's registration that a record was made under: seq of the last record of the network's
 * log about the issuer, and of the last one of its owning province's log since it became the owner. 0: none.
 */
export interface Under {
  /** seq in the network’s log; 0: none. */
  readonly n: number;
  /** seq in the owning province’s log; 0: none. */
  readonly p: number;
}

/**
 * What a record is about, for software that does not know its kind or version: exactly this cannot be judged
 * until the software is updated. A record without it harms nothing.
 */
export interface About {
  /** GB 32100 code of an issuer. */
  readonly issuer?: string;
  /** MSP id of a province: all issuers that it owns. */
  readonly province?: string;
  /** Certificate type, 21 characters. */
  readonly type?: string;
  /** One key of an issuer: what it signed. */
  readonly key?: {
    /** GB 32100 code, 18 characters. */
    readonly issuer: string;
    /** 16 hex digits. */
    readonly kid: string;
  };
}

const shape = new Shape('RECORD_MALFORMED');

/** Before any record about an issuer. */
export const firstUnder: Under = { n: 0, p: 0 };

/** Reads `under`. @throws FormatError `RECORD_MALFORMED` */
export const readUnder: Read<Under> = shape.members({ n: shape.natural, p: shape.natural });

/** Whether both name the same version. */
export function sameUnder(a: Under, b: Under): boolean {
  return a.n === b.n && a.p === b.p;
}

/** Reads `about`. @throws FormatError `RECORD_MALFORMED` */
export const readAbout: Read<About> = shape.members(
  {},
  {
    issuer: shape.code18,
    province: shape.mspId,
    type: shape.code21,
    key: shape.members({ issuer: shape.code18, kid: shape.kid }),
  },
);
