import type { KeyObject } from 'node:crypto';

import { NULL, changeDer, tlv } from '../der/encode.fixture.js';
import type { Change } from '../der/encode.fixture.js';
import { ecdsaToDer } from '../formats/ecdsa.js';
import { signEs256 } from '../formats/repeatable.fixture.js';

/** A certificate that says something else, signed anew. `path`: from its signed part on. */
export function resigned(
  certificate: Uint8Array,
  key: KeyObject,
  path: readonly number[],
  change: Change,
): Uint8Array {
  const changed = changeDer(certificate, [0, ...path], change);
  return changeDer(changed, [], ([tbs = NULL, algorithm = NULL]) => [
    tbs,
    algorithm,
    tlv(0x03, Uint8Array.of(0), ecdsaToDer(signEs256(key, tbs))),
  ]);
}
