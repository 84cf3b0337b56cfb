import type { Json } from './json.js';
import { Shape } from './shape.js';

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
export function readUnder(value: Json | undefined, where: string): Under {
  const o = shape.open(value, where);
  return { n: shape.natural(o['n'], `${where}.n`), p: shape.natural(o['p'], `${where}.p`) };
}

/** Whether both name the same version. */
export function sameUnder(a: Under, b: Under): boolean {
  return a.n === b.n && a.p === b.p;
}

/** Reads `about`. @throws FormatError `RECORD_MALFORMED` */
export function readAbout(value: Json | undefined, where: string): About {
  const o = shape.open(value, where);
  const key = (of: Json | undefined): NonNullable<About['key']> => {
    const k = shape.open(of, `${where}.key`);
    return {
      issuer: shape.code18(k['issuer'], `${where}.key.issuer`),
      kid: shape.kid(k['kid'], `${where}.key.kid`),
    };
  };
  return {
    ...('issuer' in o && { issuer: shape.code18(o['issuer'], `${where}.issuer`) }),
    ...('province' in o && { province: shape.mspId(o['province'], `${where}.province`) }),
    ...('type' in o && { type: shape.code21(o['type'], `${where}.type`) }),
    ...('key' in o && { key: key(o['key']) }),
  };
}
