import { concat, fromHex, toHex, utf8 } from './bytes.js';
import { CborTag, decodeCbor, encodeCbor } from './cbor.js';
import type { Cbor } from './cbor.js';
import { sigStructure } from './cose.js';
import { isLowS, toLowS } from './ecdsa.js';
import { FormatError } from './error.js';
import { sha256 } from './hash.js';
import type { Sign } from './keys.js';
import { itemCode } from './qr.js';
import { packCose, qrTextOf, unpackCose } from './qr-text.js';
import type { QrText } from './qr-text.js';

/** What a device says when it shows a wallet credential. */
export interface Showing {
  /** By the device's clock, to the second. */
  readonly at: Date;
  /** Code of the item that it is shown for. */
  readonly item: string;
  /** The four digits that a window gave. */
  readonly challenge?: string;
  /** The window's key that gave them, where they were scanned: 16 lower-case hex. */
  readonly asker?: string;
}

/** A live code 亮证码 that was read; neither signature is verified. */
export interface LiveCode {
  /** The wallet credential's COSE_Sign1, inflated: what the issuer signed. */
  readonly cose: Uint8Array;
  /** What the device says. */
  readonly showing: Showing;
  /** The device's signature, r‖s with low s. */
  readonly signature: Uint8Array;
  /** What that signature is over, of a credential of this network (16 bytes, hex). */
  toBeSigned(network: string): Promise<Uint8Array>;
}

const tag = 20;
/** { alg: ES256 }; whose key it is, the credential says. */
const header = encodeCbor(new Map([[1, -7]]));
const context = utf8('certbridge/live/1');
const challengeDigits = /^\d{4}$/;
/** Seconds since 1970 up to the year 9999. */
const maxTime = 253_402_300_799;

const malformed = (what: string): FormatError => new FormatError('QR_MALFORMED', `not a live code: ${what}`);

/** Bound to the network and to what the issuer signed: a showing counts for no other certificate of the same key. */
async function toBeSigned(cose: Uint8Array, payload: Uint8Array, network: string): Promise<Uint8Array> {
  return sigStructure(header, payload, concat(context, fromHex(network), await sha256(cose)));
}

function writeShowing({ at, item, challenge, asker }: Showing): Uint8Array {
  return encodeCbor([
    Math.floor(at.getTime() / 1000),
    item,
    ...(challenge === undefined ? [] : [challenge]),
    ...(asker === undefined ? [] : [fromHex(asker)]),
  ]);
}

function readShowing(payload: Uint8Array): Showing {
  const value = decodeCbor(payload, { length: 128, depth: 1 });
  const [time, item, challenge, asker, ...more] = Array.isArray(value) ? (value as readonly Cbor[]) : [];
  if (typeof time !== 'number' || time < 0 || time > maxTime || more.length > 0) throw malformed('its time');
  if (typeof item !== 'string' || !itemCode.test(item)) throw malformed('its item');
  const said = { at: new Date(time * 1000), item };
  if (challenge === undefined) return said;
  if (typeof challenge !== 'string' || !challengeDigits.test(challenge)) throw malformed('its challenge');
  if (asker === undefined) return { ...said, challenge };
  if (!(asker instanceof Uint8Array) || asker.length !== 8) throw malformed('the key that asked');
  return { ...said, challenge, asker: toHex(asker) };
}

/**
 * Shows a wallet credential: the device signs time, item and challenge over what the issuer signed. Tag 20 of CBOR
 * over [what the device says, its signature, the credential, deflated where that is shorter, 1 for this version].
 *
 * @param cose the wallet credential's COSE_Sign1, inflated
 * @param by `network`: 16 bytes in hex, of the trust anchor; `sign`: with the device's key, s of either half
 * @throws FormatError `QR_MALFORMED` for an item, challenge or key that is none
 */
export async function signLiveCode(
  cose: Uint8Array,
  showing: Showing,
  by: { readonly network: string; readonly sign: Sign },
): Promise<Uint8Array> {
  const payload = writeShowing(showing);
  readShowing(payload);
  const signature = toLowS(await by.sign(await toBeSigned(cose, payload, by.network)));
  return encodeCbor(new CborTag(tag, [payload, signature, await packCose(cose), 1]));
}

/** The text of a live code's QR code, which any camera opens; verifiers ignore the host. */
export function liveCodeText(live: Uint8Array, host: string, scheme: 'https' | 'http' = 'https'): QrText {
  return qrTextOf(live, host, scheme);
}

/**
 * Reads a live code; nothing of it may be believed before both signatures are verified.
 * @throws FormatError `QR_MALFORMED`, `CBOR_MALFORMED`, `DEFLATE_REFUSED`; `VERSION_UNKNOWN` for one of later software
 */
export async function parseLiveCode(bytes: Uint8Array): Promise<LiveCode> {
  const tagged = decodeCbor(bytes, { length: 4096, depth: 3 });
  const parts = tagged instanceof CborTag && tagged.tag === tag ? tagged.value : undefined;
  const [payload, signature, packed, version, ...more] = Array.isArray(parts)
    ? (parts as readonly Cbor[])
    : [];
  if (typeof version === 'number' && version > 1)
    throw new FormatError('VERSION_UNKNOWN', `a live code of version ${version}`);
  const isOurs =
    payload instanceof Uint8Array && signature instanceof Uint8Array && packed instanceof Uint8Array;
  if (!isOurs || version !== 1 || more.length > 0) throw malformed('its parts');
  if (!isLowS(signature)) throw malformed('a signature that is not 64 bytes with low s');
  const cose = await unpackCose(packed);
  return {
    cose,
    showing: readShowing(payload),
    signature,
    toBeSigned: (network) => toBeSigned(cose, payload, network),
  };
}
