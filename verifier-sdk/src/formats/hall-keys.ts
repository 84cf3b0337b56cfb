import { parseJson } from './json.js';
import { windowKey } from './jwk.js';
import type { WindowKey } from './jwk.js';
import { Shape } from './shape.js';
import type { Read } from './shape.js';

/** What a hall (政务服务大厅) publishes for whoever checks its receipts; unverified but for its form. */
export interface HallKeys {
  /** GB 32100 code of the hall's organisation. */
  readonly code: string;
  /** What the hall is called. */
  readonly name: string;
  /** The hall's own keys, which certify windows: pin them by their thumbprints. */
  readonly keys: readonly WindowKey[];
  /** That one key took the place of another, oldest first; see `parseHallSuccession`. */
  readonly successions?: readonly string[];
  /** Certificates of windows, one for each life of a key; see `parseWindowCertificate`. */
  readonly certificates: readonly string[];
  /** The list of revoked windows; see `parseWindowRevocations`. */
  readonly revocations: string;
}

const shape = new Shape('HALL_MALFORMED');
const MAX_BYTES = 64 * 1024 * 1024;
const token = shape.text(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/, 'a compact JWS');
const readHall: Read<HallKeys> = shape.members(
  {
    code: shape.code18,
    name: shape.label,
    keys: shape.list(windowKey, 100, 1),
    certificates: shape.list(token, 100_000),
    revocations: token,
  },
  { successions: shape.list(token, 99) },
);

/**
 * Reads what a hall publishes for checkers.
 * @throws FormatError `HALL_MALFORMED`, `WINDOW_KEY_MALFORMED`, `JSON_MALFORMED`, `JSON_LIMIT`; `VERSION_UNKNOWN`
 *   for one of later software
 */
export function parseHallKeys(input: string | Uint8Array): HallKeys {
  const where = 'the hall';
  const o = shape.open(parseJson(input, { length: MAX_BYTES, depth: 8 }), where);
  shape.version(o['v'], `${where}.v`, 1);
  return readHall(o, where);
}
