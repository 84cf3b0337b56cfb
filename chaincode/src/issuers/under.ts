import type { Json } from '../canonical/json';
import { MAX_SEQ } from '../input/forms';
import { integer, members } from '../input/shape';

/**
 * Names a version of an issuer in the registry: the seq of the last record about it in the network's log, and in
 * the log of the province that owns it since it does; 0: none. Every record about an issuer, and every entry,
 * carries the name of the version that it found.
 */
export interface Under {
  readonly n: number;
  readonly p: number;
}

/** Before the first record about an issuer. */
export const UNREGISTERED: Under = { n: 0, p: 0 };

export const isSameUnder = (a: Under, b: Under): boolean => a.n === b.n && a.p === b.p;

export function parseUnder(value: Json | undefined, where: string): Under {
  const under = members(value, where, ['n', 'p']);
  return {
    n: integer(under['n'], `${where}.n`, 0, MAX_SEQ),
    p: integer(under['p'], `${where}.p`, 0, MAX_SEQ),
  };
}
