import { CborTag, decodeCbor } from './cbor.js';
import type { Cbor } from './cbor.js';
import { FormatError } from './error.js';
import { decodeQrText, fromDigits, liveByte, maxQrDigits } from './qr-text.js';

/** What a scanner, a keyboard or a chat program delivered, as far as its characters tell. */
export type DeliveredText =
  /** The digits of one code, `0` to `9`; whether they are a certificate's, their bytes tell. */
  | {
      /** One code. */
      readonly kind: 'digits';
      /** ASCII, as for {@link fromDigits}. */
      readonly digits: string;
    }
  | NotOneCode;

/** A text that is no code, or not one whole code. */
export interface NotOneCode {
  /** `again`: a certificate's code that was cut short, garbled or run together with another; `foreign`: something else. */
  readonly kind: 'again' | 'foreign';
}

/** A delivered text, read. */
export type QrReading =
  | {
      /** All of it arrived. */
      readonly kind: 'whole';
      /** The COSE_Sign1, inflated; nothing of it may be believed yet. */
      readonly cose: Uint8Array;
    }
  | {
      /** All of a live code 亮证码 arrived. */
      readonly kind: 'live';
      /** For {@link parseLiveCode}; nothing of it may be believed yet. */
      readonly bytes: Uint8Array;
    }
  | NotOneCode
  | {
      /** A form of later software, which this one cannot judge. */
      readonly kind: 'later';
    };

/** Two codes of version 40-L and what may stand around them; what is longer is no code. */
const MAX_LENGTH = 16_384;
/** A group of 7 bytes: from here on the first bytes show whose code it is. */
const GROUP = 17;
/** Bare digits of this length are nothing else that is scanned at a counter: a code that lost its beginning. */
const LONG = 100;

// White space, controls, byte order marks and joiners are never part of a code, wherever they stand.
const NOISE = /[\s\p{Cc}\p{Cf}]/gu;
// Symbology identifier (ISO/IEC 15424: ]Q and a modifier); an extended channel (AIM ECI) is \ and six digits.
const SYMBOLOGY = /^\]q\d/iu;
const CHANNEL = /\\\d{6}/gu;
// Chat programs put names of their own behind the code: #wechat_redirect, &from=timeline, ?isappinstalled=0.
const ONE_CODE = /^(?:https?:[^#]*#)?(\d+)(?:[#&?][a-z_][\w=&%.#-]*)?$/iu;
const OUR_ADDRESS = /^https?:[^#]*\/v(?:\?[^#]*)?(?:#(?=\d|$)|$)/iu;

/**
 * Finds the code in a text as scanners, keyboards and chat programs deliver it: with capitals, wide characters,
 * symbology identifier (`]Q1`), extended channel (`\000026`), byte order mark, spaces and line breaks anywhere,
 * or with what chat programs add before and after the digits.
 *
 * @param text as delivered, of any length
 */
export function deliveredText(text: string): DeliveredText {
  if (text.length > MAX_LENGTH) return { kind: 'foreign' };
  return deliveredPlain(clean(text));
}

function deliveredPlain(plain: string): DeliveredText {
  const digits = ONE_CODE.exec(plain)?.[1];
  if (digits !== undefined) return { kind: 'digits', digits };
  return { kind: isOurs(plain) ? 'again' : 'foreign' };
}

/**
 * Reads a delivered text into the certificate's bytes. The host is ignored: it proves nothing.
 *
 * @param text as for {@link deliveredText}
 * @returns `whole` only where every byte arrived: the COSE is one data item (RFC 8949 §3) with nothing after it, and its
 *   signature has the length of one
 */
export async function readQrText(text: string): Promise<QrReading> {
  if (text.length > MAX_LENGTH) return { kind: 'foreign' };
  const plain = clean(text);
  const delivered = deliveredPlain(plain);
  if (delivered.kind !== 'digits') return delivered;
  try {
    // Only behind an address is a form that is not known here one of later software.
    const address = plain.includes('#') ? 'https://host/v#' : '';
    const bytes = await decodeQrText(address + delivered.digits);
    const isLive = bytes[0] === liveByte;
    if (isCut(decodeCbor(bytes, { length: 4096, depth: 3 }), isLive)) return { kind: 'again' };
    return isLive ? { kind: 'live', bytes } : { kind: 'whole', cose: bytes };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    if (error.code === 'VERSION_UNKNOWN') return { kind: 'later' };
    return { kind: isDamaged(plain, delivered.digits) ? 'again' : 'foreign' };
  }
}

/** Bytes of a P-256 signature (RFC 9053 §2.1); a live code's credential is longer. */
const SIGNATURE = 64;

/**
 * Digits that are cut short give other bytes from there on: where a length stood, they may be whatever makes the text
 * one data item all the same. No other part has a length of its own so late.
 */
function isCut(item: Cbor, isLive: boolean): boolean {
  const parts = item instanceof CborTag && Array.isArray(item.value) ? (item.value as readonly Cbor[]) : [];
  if (parts.length !== 4) return false;
  const [, , , version] = parts;
  // What the parts of a later live code are is not known here.
  if (isLive && typeof version === 'number' && version > 1) return false;
  const long = isLive ? parts.slice(1, 3) : parts.slice(3);
  return !long.every((part) => part instanceof Uint8Array && part.length >= SIGNATURE);
}

/** What a camera reads is clean, and need not be looked at four times. */
const CLEAN = /^[!-[\]-~]*$/;

const clean = (text: string): string => (CLEAN.test(text) && !text.startsWith(']') ? text : cleaned(text));

const cleaned = (text: string): string =>
  text.normalize('NFKC').replaceAll(NOISE, '').replace(SYMBOLOGY, '').replaceAll(CHANNEL, '');

/** Digits that are no certificate: once one, or never. */
function isDamaged(plain: string, digits: string): boolean {
  if (startsLikeOurs(digits)) return true;
  if (OUR_ADDRESS.test(plain)) return digits.length < GROUP || !isWhole(digits);
  return plain === digits && digits.length >= LONG && digits.length <= maxQrDigits;
}

function isOurs(plain: string): boolean {
  const [run = ''] = /\d+/u.exec(plain.slice(plain.indexOf('#') + 1)) ?? [];
  return OUR_ADDRESS.test(plain) || startsLikeOurs(run);
}

/** Whether the first bytes are those of a COSE_Sign1 (RFC 9052 §4.2), a live code or a zlib stream (RFC 1950 §2.2). */
function startsLikeOurs(digits: string): boolean {
  if (digits.length < GROUP) return false;
  const bytes = bytesOf(digits.slice(0, GROUP));
  if (bytes === undefined) return false;
  const [first = 0, second = 0] = bytes;
  const isTagged = first === 0xd2 || first === liveByte;
  return (isTagged && second === 0x84) || (first === 0x78 && ((first << 8) | second) % 31 === 0);
}

const isWhole = (digits: string): boolean => bytesOf(digits) !== undefined;

function bytesOf(digits: string): Uint8Array | undefined {
  try {
    return fromDigits(digits);
  } catch {
    return undefined;
  }
}
